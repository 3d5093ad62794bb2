namespace Auth0.AspNetCore.Mrrt.Coordination;

internal sealed class InProcessSessionTurn : ISessionTurn
{
    private readonly CoordinatedSession _session;
    private readonly TimeProvider _time;
    private readonly Action _committed;
    private Action? _leave;

    public InProcessSessionTurn(CoordinatedSession session, TimeProvider time, Action leave, Action committed)
    {
        _committed = committed;
        _session = session;
        _time = time;
        _leave = leave;
        Read();
    }

    public bool Ended { get; private set; }

    public SessionRecord? Newest { get; private set; }

    public long NewestGeneration { get; private set; }

    public ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        Read();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var kept = _session.TryCommit(record, record.Generation - 1, _time.GetUtcNow());
        if (kept)
        {
            _committed();
        }
        else
        {
            Read();
        }

        return ValueTask.FromResult(kept);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _leave, null)?.Invoke();
        return ValueTask.CompletedTask;
    }

    private void Read()
    {
        var status = _session.Status(_time.GetUtcNow());
        Ended = status.Ended;
        Newest = status.Newest;
        NewestGeneration = status.NewestGeneration;
    }
}
