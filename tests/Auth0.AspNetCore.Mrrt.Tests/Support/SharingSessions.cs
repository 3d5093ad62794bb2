using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Sessions that several servers share, as a store on a database is made: the line of the own server, which knows what
/// the server has heard of, and the rows of all servers.</summary>
internal sealed class SharingSessions(InProcessSessionCoordinator line, SharingDatabase database, TimeProvider time)
    : ISessionCoordinator, ISessionStore
{
    private static readonly TimeSpan RecordLifetime = TimeSpan.FromDays(14);

    public SessionStatus Peek(string sessionId) => line.Peek(sessionId);

    public bool HasEnded(string sessionId) => line.HasEnded(sessionId);

    public bool MayHaveForgotten(string sessionId) => line.MayHaveForgotten(sessionId);

    public long? ChangesLearned => line.ChangesLearned;

    public async ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = database.Of(sessionId).Content;
        if (row.HasEnded)
        {
            await line.EndAsync(sessionId, row.EndedUntil, CancellationToken.None);
        }
        else if (row.Record is { } newest)
        {
            line.Learn(sessionId, newest);
        }

        var known = line.Peek(sessionId);
        return known.Ended || row.Record is null || row.Generation < known.NewestGeneration
            ? known
            : known with { Newest = row.Record, NewestGeneration = row.Generation };
    }

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        database.NoteTurn(sessionId);
        var place = await line.EnterAsync(sessionId, cancellationToken);
        var turn = new SharingTurn(sessionId, place, line, database.Of(sessionId));
        try
        {
            await turn.ReloadAsync(cancellationToken);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    public void Acknowledge(string sessionId, long generation) => line.Acknowledge(sessionId, generation);

    public async ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var known = await line.EndAsync(sessionId, until, cancellationToken);
        var now = time.GetUtcNow();
        var kept = database.Of(sessionId).End(until > now ? until.Value : now + RecordLifetime);
        return kept is null || known?.Generation > kept.Generation ? known : kept;
    }

    /// <summary>Hears who has signed out on the other servers, as each server does every second.</summary>
    public async Task HearAsync()
    {
        foreach (var (sessionId, until) in database.Ends)
        {
            await line.EndAsync(sessionId, until, CancellationToken.None);
        }
    }

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        WriteAsync(sessionId, ticket, expiresAt, static _ => true);

    public ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        WriteAsync(sessionId, ticket, expiresAt, Lives);

    public ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = database.Of(sessionId).Content;
        return ValueTask.FromResult(Lives(row) && !line.Peek(sessionId).Ended
            ? new StoredSession(row.Ticket!.Value, row.Record)
            : null);
    }

    public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask; // the end has removed it

    private ValueTask<bool> WriteAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, Func<SharingContent, bool> condition)
    {
        var isWritten = !line.Peek(sessionId).Ended && database.Of(sessionId).Change(
            row => !row.HasEnded && condition(row), row => row with { Ticket = ticket, TicketExpires = expiresAt });
        return ValueTask.FromResult(isWritten && !(expiresAt <= time.GetUtcNow()));
    }

    private bool Lives(SharingContent row) =>
        row is { HasEnded: false, Ticket: not null } && !(row.TicketExpires <= time.GetUtcNow());
}
