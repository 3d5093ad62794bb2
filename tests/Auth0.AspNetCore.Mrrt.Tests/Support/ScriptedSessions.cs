using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A coordinator and store of one session that knows what the test says, and tells what it was told.</summary>
internal sealed class ScriptedSessions : ISessionCoordinator, ISessionStore
{
    public SessionStatus Known { get; set; }

    /// <summary>What the other servers know; may throw.</summary>
    public Func<SessionStatus> Elsewhere { get; set; } = () => default;

    /// <summary>True when this server may not know of the session's end.</summary>
    public bool Forgot { get; set; }

    /// <summary>The other servers answer when this is done.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    /// <summary>How often the other servers were asked.</summary>
    public int Questions { get; private set; }

    /// <summary>The stored ticket; none before the session is created.</summary>
    public byte[]? Ticket { get; set; }

    public SessionRecord? Newest { get; set; }

    public List<long> Acknowledged { get; } = [];

    public List<DateTimeOffset?> Ends { get; } = [];

    /// <summary>The generation that the end drops and gives back.</summary>
    public SessionRecord? Dropped { get; set; }

    public SessionStatus Peek(string sessionId) => Known;

    public bool MayHaveForgotten(string sessionId) => Forgot;

    public async ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken)
    {
        Questions++;
        await Answering;
        return Elsewhere();
    }

    public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No test with this one takes turns.");

    public void Acknowledge(string sessionId, long generation) => Acknowledged.Add(generation);

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        Ends.Add(until);
        return ValueTask.FromResult(Dropped);
    }

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        Ticket = ticket.ToArray();
        return new(true);
    }

    public ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CreateAsync(sessionId, ticket, expiresAt, cancellationToken);

    public ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        new(Ticket is null ? null : new StoredSession(Ticket, Newest));

    public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask; // the end has removed it
}
