using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Somebody else commits just before each commit: what happens when a turn was lost while the tenant was
/// asked.</summary>
internal sealed class OvertakenCoordinator(InProcessSessionCoordinator line) : ISessionCoordinator
{
    public SessionStanding Peek(string sessionId) => line.Peek(sessionId);

    public ValueTask<SessionStanding> LookAsync(string sessionId, CancellationToken cancellationToken) =>
        line.LookAsync(sessionId, cancellationToken);

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
        new OvertakenTurn(await line.EnterAsync(sessionId, cancellationToken));

    public void CaughtUp(string sessionId, long generation) => line.CaughtUp(sessionId, generation);

    public ValueTask EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken) =>
        line.EndAsync(sessionId, until, cancellationToken);

    private sealed class OvertakenTurn(ISessionTurn turn) : ISessionTurn
    {
        public bool Ended => turn.Ended;

        public SessionRecord? Newest => turn.Newest;

        public long NewestGeneration => turn.NewestGeneration;

        public ValueTask ReadAgainAsync(CancellationToken cancellationToken) => turn.ReadAgainAsync(cancellationToken);

        public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
        {
            await turn.CommitAsync(new SessionRecord(record.Generation, [1]), cancellationToken);
            return await turn.CommitAsync(record, cancellationToken);
        }

        public ValueTask DisposeAsync() => turn.DisposeAsync();
    }
}
