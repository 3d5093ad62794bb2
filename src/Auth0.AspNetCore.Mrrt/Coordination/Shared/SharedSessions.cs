namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// Sessions shared by several servers. On each server requests wait in the line of the in-process coordinator, so that
/// of each session one at most waits for the backend; there the session's lock decides. What this server has
/// heard of is answered without the backend.
/// </summary>
internal sealed class SharedSessions(SharedParts parts) : ISessionCoordinator, ISessionStore
{
    public SessionStatus Peek(string sessionId) => parts.Line.Peek(sessionId);

    public bool HasEnded(string sessionId) => parts.Line.HasEnded(sessionId);

    public long? ChangesLearned => parts.Line.ChangesLearned;

    public bool MayHaveForgotten(string sessionId) => parts.Health.MayHaveMissedEnds || parts.Line.MayHaveForgotten(sessionId);

    public ValueTask<CoordinationHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(parts.Health.Check());

    public async ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken)
    {
        var known = parts.Line.Peek(sessionId);
        if (known.Ended)
        {
            return known;
        }

        // The number of a generation is remembered for longer than the generation itself.
        var held = known.Newest?.Generation ?? 0;
        var read = await AskAsync(backend => backend.ReadAsync(sessionId, held, cancellationToken)).ConfigureAwait(false);
        if (read.Ended)
        {
            await parts.LearnEndAsync(sessionId, read).ConfigureAwait(false);
        }

        if (read.Record is { } newest)
        {
            parts.Line.Learn(sessionId, newest); // the next requests of this server need not ask
        }

        known = parts.Line.Peek(sessionId);
        held = known.Newest?.Generation ?? 0;
        return read.Record is null || read.Generation <= held || read.Generation < known.NewestGeneration || known.Ended
            ? known
            : known with { Newest = read.Record, NewestGeneration = read.Generation };
    }

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        var turn = new SharedTurn(
            sessionId, await parts.Line.EnterAsync(sessionId, cancellationToken).ConfigureAwait(false), parts);
        try
        {
            await turn.TakeAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Acknowledge(string sessionId, long generation) => parts.Line.Acknowledge(sessionId, generation);

    public async ValueTask<SessionRecord?> EndAsync(
        string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        // Here first: nothing that follows can keep this server from knowing.
        var known = await parts.Line.EndAsync(sessionId, until, cancellationToken).ConfigureAwait(false);
        var now = parts.Time.GetUtcNow();
        var remembered = until > now ? until.Value : now + parts.Settings.RecordLifetime;
        try
        {
            var kept = await parts.Backend.EndAsync(sessionId, remembered, cancellationToken).ConfigureAwait(false);
            parts.RecentWrites.Ended(sessionId, remembered);
            return kept is null || known?.Generation > kept.Generation ? known : kept;
        }
        catch (Exception e)
        {
            if (!parts.PendingWrites.Ended(sessionId, remembered)) // whatever it is: every server has to hear of it
            {
                parts.Logger.EndNotKept(parts.Backend.Name, BackendFailure.Reason(e));
                throw BackendFailure.Of(parts.Backend, e);
            }

            parts.Logger.EndUnsaid(parts.Backend.Name, BackendFailure.Reason(e));
            if (e is not SessionBackendException)
            {
                throw;
            }

            return known;
        }
    }

    public async ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var end = expiresAt ?? parts.Time.GetUtcNow() + parts.Settings.RecordLifetime;
        return !parts.Line.Peek(sessionId).Ended
            && await AskAsync(_ => Tickets.CreateAsync(sessionId, ticket, end, cancellationToken)).ConfigureAwait(false)
            && !parts.Line.Peek(sessionId).Ended
            && end > parts.Time.GetUtcNow();
    }

    public async ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = parts.Time.GetUtcNow();
        var end = expiresAt ?? now + parts.Settings.RecordLifetime;
        return !parts.Line.Peek(sessionId).Ended
            && await AskAsync(_ => Tickets.RenewAsync(sessionId, ticket, end, now, cancellationToken)).ConfigureAwait(false)
            && !parts.Line.Peek(sessionId).Ended
            && end > now;
    }

    public async ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        parts.Line.Peek(sessionId).Ended
            ? null
            : await AskAsync(_ => Tickets.ReadAsync(sessionId, parts.Time.GetUtcNow(), cancellationToken))
                .ConfigureAwait(false) is { } stored && !parts.Line.Peek(sessionId).Ended
                    ? stored
                    : null;

    public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask; // the session's end has removed it

    /// <summary>Says that the sessions cannot live in a backend.</summary>
    public static InvalidOperationException KeepsNoTickets(ISessionBackend backend) => new(
        $"The sessions are to live in {backend.Name}, but its driver keeps no tickets: let it implement "
        + $"{nameof(ITicketBackend)} as well, or leave {nameof(SharedSessionOptions.StoreSessions)} off.");

    private ITicketBackend Tickets => parts.Backend as ITicketBackend ?? throw KeepsNoTickets(parts.Backend);

    private async ValueTask<T> AskAsync<T>(Func<ISessionBackend, ValueTask<T>> ask)
    {
        try
        {
            return await ask(parts.Backend).ConfigureAwait(false);
        }
        catch (SessionBackendException e)
        {
            throw BackendFailure.Of(parts.Backend, e);
        }
    }
}
