using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What the servers agree through, with the surprises that a test wants.</summary>
internal sealed class ScriptedCoordination
{
    public Action OnEnter { get; set; } = () => { };

    public Action<ScriptedTurn> OnReadAgain { get; set; } = _ => { };

    public Action OnCommit { get; set; } = () => { };

    /// <summary>Happens when the turn has been given back.</summary>
    public Action OnLeave { get; set; } = () => { };

    public bool Refuses { get; set; }

    /// <summary>False for what one server knows alone.</summary>
    public bool IsShared { get; set; } = true;

    public SessionRecord? Shown { get; set; }

    public int Commits { get; set; }

    public ISessionCoordinator Around(ISessionCoordinator inner) => new Coordinator(this, inner);

    private sealed class Coordinator(ScriptedCoordination test, ISessionCoordinator inner) : ISessionCoordinator
    {
        public bool IsShared => test.IsShared;

        public SessionStatus Peek(string sessionId) => inner.Peek(sessionId);

        public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
            inner.GetStatusAsync(sessionId, cancellationToken);

        public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
        {
            test.OnEnter();
            return new ScriptedTurn(test, await inner.EnterAsync(sessionId, cancellationToken));
        }

        public void Acknowledge(string sessionId, long generation) => inner.Acknowledge(sessionId, generation);

        public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken) =>
            inner.EndAsync(sessionId, until, cancellationToken);
    }
}
