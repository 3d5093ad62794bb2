using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A turn on this server, and the session's lock in the backend with it.</summary>
internal sealed class SharedTurn(string sessionId, ISessionTurn place, SharedParts parts) : ISessionTurn
{
    private HeldLock? _held;
    private SharedSession _session;
    private bool _alone;

    public bool Ended => place.Ended || _session.Ended;

    public SessionRecord? Newest =>
        place.Newest?.Generation > _session.Generation ? place.Newest : _session.Record ?? place.Newest;

    public long NewestGeneration => Math.Max(place.NewestGeneration, _session.Generation);

    /// <summary>Takes the lock, and learns what the other servers have committed.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _held = await parts.Wait.TakeAsync(sessionId, parts.Settings.TurnTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionBackendException e)
        {
            if (parts.Settings.WhenUnavailable is not WhenUnavailable.CoordinateInProcess || !e.IsOutOfReach)
            {
                throw BackendFailure.Of(parts.Backend, e);
            }

            _alone = true;
            parts.Logger.CoordinatedAlone(parts.Backend.Name, e.Message);
            return;
        }

        _alone = false;
        await LearnAsync(_held.Lock.Session).ConfigureAwait(false);
        await KeepQuietAsync(_held.Lock.Uptime).ConfigureAwait(false);
    }

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        await place.ReloadAsync(cancellationToken).ConfigureAwait(false);
        if (!await ReadAgainAsync(cancellationToken).ConfigureAwait(false))
        {
            await GiveUpAsync().ConfigureAwait(false);
            await TakeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = record.Generation > NewestGeneration
                ? await WriteAsync(record).ConfigureAwait(false)
                : LockCommit.MovedOn;
            if (outcome is not LockCommit.MovedOn)
            {
                await place.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
            }

            await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            return outcome is LockCommit.Kept && !place.Ended; // signed out on this server meanwhile, and the backend not told yet
        }
        catch (SessionCoordinationException) when (record.MustKeep)
        {
            // This server has it, its responses carry it, and the others hear of it when the backend is back.
            await place.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
            await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            parts.PendingWrites.Kept(sessionId, record);
            if (place.Ended)
            {
                return false; // signed out on this server meanwhile: only the number counts
            }

            throw;
        }
        finally
        {
            await GiveUpAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await GiveUpAsync().ConfigureAwait(false);
        }
        finally
        {
            await place.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <returns>False when the lock has to be taken again.</returns>
    private async ValueTask<bool> ReadAgainAsync(CancellationToken cancellationToken)
    {
        if (_held is not { } held)
        {
            return false;
        }

        try
        {
            if (!await held.Lock.ReloadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (SessionBackendException e)
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw BackendFailure.Of(parts.Backend, e);
        }

        await LearnAsync(held.Lock.Session).ConfigureAwait(false);
        return true;
    }

    private async Task<LockCommit> WriteAsync(SessionRecord record)
    {
        if (_alone)
        {
            parts.PendingWrites.Kept(sessionId, record);
            return LockCommit.Kept;
        }

        var held = Interlocked.Exchange(ref _held, null);
        var (outcome, read) = await new TurnCommit(sessionId, parts)
            .WriteAsync(held, record, _session.Generation).ConfigureAwait(false);
        await LearnAsync(outcome is LockCommit.SessionEnded ? AfterTheEnd(read, record) : read).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>A generation that came after the session's end is in the backend.</summary>
    private static SharedSession AfterTheEnd(SharedSession read, SessionRecord record) => read with
    {
        Ended = true,
        Generation = Math.Max(read.Generation, record.Generation),
        Record = record.Generation > read.Generation ? record : read.Record,
    };

    /// <summary>Takes over what the backend knows, for this turn and for every request of this server.</summary>
    private async ValueTask LearnAsync(SharedSession session)
    {
        _session = session;
        if (session.Ended)
        {
            await parts.Line.EndAsync(sessionId, session.EndedUntil, CancellationToken.None).ConfigureAwait(false);
        }
        else if (session.Record is { } record)
        {
            parts.Line.Learn(sessionId, record);
        }

        await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Right after a restart an exchange whose connection broke with it may still be under way somewhere, with
    /// the refresh token that this one would present.</summary>
    private async ValueTask KeepQuietAsync(TimeSpan? up)
    {
        if (up is not { } since || parts.Settings.QuietAfterRestart - since is not { Ticks: > 0 } rest)
        {
            return;
        }

        await GiveUpAsync().ConfigureAwait(false);
        parts.Health.Quiet(rest);
        parts.Logger.Quiet(parts.Backend.Name, Math.Ceiling(rest.TotalSeconds));
        throw new SessionCoordinationException(
            $"{Capitalized(parts.Backend.Name)} started {Seconds(since)} s ago. No exchange begins for another {Seconds(rest)} s, because "
            + $"one from before the start may be under way ({nameof(SharedSessionOptions.QuietAfterRestart)}).")
        {
            RetryAfter = rest,
        };
    }

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A standby that took over counts from a little after the last that it heard.</summary>
    private static string Seconds(TimeSpan time) =>
        Math.Ceiling(Math.Max(0, time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private async ValueTask GiveUpAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            await held.Lock.DisposeAsync().ConfigureAwait(false);
        }
    }
}
