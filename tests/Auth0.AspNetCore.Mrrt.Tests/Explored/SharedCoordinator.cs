using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>A coordinator across servers as one on a database is made: the real line of its own server, and rows that
/// the servers share.</summary>
internal sealed class SharedCoordinator(string server, InProcessSessionCoordinator line, SharedRows rows)
    : ISessionCoordinator
{
    public SessionStatus Peek(string sessionId) => line.Peek(sessionId);

    public async ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
        await rows.GetStatusAsync(server, sessionId);

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        var turn = new Turn(server, sessionId, await line.EnterAsync(sessionId, cancellationToken), rows);
        await turn.ReloadAsync(cancellationToken);
        return turn;
    }

    public void Acknowledge(string sessionId, long generation) => line.Acknowledge(sessionId, generation);

    public async ValueTask<SessionRecord?> EndAsync(
        string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await line.EndAsync(sessionId, until, cancellationToken);
        return await rows.EndAsync(server, sessionId);
    }

    private sealed class Turn(string server, string sessionId, ISessionTurn own, SharedRows rows) : ISessionTurn
    {
        private bool _locked;
        private long _read;

        public bool Ended => own.Ended || rows.Of(sessionId).Ended;

        public SessionRecord? Newest { get; private set; }

        public long NewestGeneration => Math.Max(own.NewestGeneration, _read);

        public async ValueTask ReloadAsync(CancellationToken cancellationToken)
        {
            if (!_locked)
            {
                await rows.LockAsync(server, sessionId);
                _locked = true;
            }

            await own.ReloadAsync(cancellationToken);
            var row = rows.Of(sessionId);
            (Newest, _read) = (row.Newest, row.NewestGeneration);
        }

        public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
        {
            _locked = false;
            var kept = await rows.CommitAsync(server, sessionId, record, _read);
            _read = rows.Of(sessionId).NewestGeneration;
            return (kept || Ended) && await own.CommitAsync(record, cancellationToken) && kept;
        }

        public ValueTask DisposeAsync()
        {
            if (_locked)
            {
                rows.Release(server, sessionId);
            }

            return own.DisposeAsync();
        }
    }
}
