namespace Auth0.AspNetCore.Mrrt.Coordination;

internal sealed class InProcessSessionTurn : ISessionTurn
{
    private readonly CoordinatedSession _session;
    private readonly TimeProvider _time;
    private Action? _leave;

    public InProcessSessionTurn(CoordinatedSession session, TimeProvider time, Action leave)
    {
        _session = session;
        _time = time;
        _leave = leave;
        var standing = session.Standing(time.GetUtcNow());
        Ended = standing.Ended;
        Newest = standing.Newest;
        NewestGeneration = standing.NewestGeneration;
    }

    public bool Ended { get; }

    public SessionRecord? Newest { get; }

    public long NewestGeneration { get; }

    public ValueTask<bool> CommitAsync(SessionRecord next, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return ValueTask.FromResult(_session.TryCommit(
            next, next.Generation - 1, now));
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _leave, null)?.Invoke();
        return ValueTask.CompletedTask;
    }
}
