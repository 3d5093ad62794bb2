namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A turn on this server, and the session's lock in the backend with it.</summary>
internal sealed class SharedTurn(string sessionId, ISessionTurn place, SharedParts parts) : ISessionTurn
{
    private HeldLock? _held;
    private Guid _holder;
    private SharedSession _session;
    private bool _alone;

    public bool Ended => place.Ended || _session.Ended;

    public SessionRecord? Newest =>
        place.Newest?.Generation > _session.Generation ? place.Newest : _session.Record ?? place.Newest;

    public CancellationToken Lost => _held?.Lost ?? CancellationToken.None;

    public TimeSpan SureFor => _held?.SureFor ?? (_alone ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);

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
            if (parts.Settings.WhenUnavailable is not WhenUnavailable.CoordinateInProcess
                || !e.IsOutOfReach
                || !parts.PendingWrites.HasRoomFor(sessionId))
            {
                throw BackendFailure.Of(parts.Backend, e);
            }

            _alone = true;
            parts.Logger.CoordinatedAlone(parts.Backend.Name, e.Message);
            return;
        }

        _alone = false;
        _held.BeginExtending(parts);
        await LearnAsync(_held.Lock.Session).ConfigureAwait(false);
        if (QuietTime.Refusal(_held.Lock.Uptime, parts) is { } refusal)
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw refusal;
        }
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
            if (outcome is LockCommit.MovedOn && record.MustKeep && !Ended)
            {
                parts.Metrics.InDoubt(); // another server has gone on from the same refresh token
            }

            return outcome is LockCommit.Kept && !place.Ended; // signed out on this server meanwhile, and the backend not told yet
        }
        catch (SessionCoordinationException) when (record.MustKeep)
        {
            // This server has it, its responses carry it, and the others hear of it when the backend is back.
            await place.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
            await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            parts.PendingWrites.Kept(sessionId, record, _holder);
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
            if (!await held.ReloadAsync(parts, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (Exception e)
        {
            await GiveUpAsync().ConfigureAwait(false);
            if (e is SessionBackendException failure)
            {
                throw BackendFailure.Of(parts.Backend, failure);
            }

            throw;
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
        _holder = held?.Holder ?? Guid.NewGuid();
        var (outcome, read) = await new TurnCommit(sessionId, parts)
            .WriteAsync(held, _holder, record, _session.Generation).ConfigureAwait(false);
        if (outcome is LockCommit.Kept or LockCommit.SessionEnded)
        {
            parts.RecentWrites.Kept(sessionId, record);
        }

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
            await parts.LearnEndAsync(sessionId, session).ConfigureAwait(false);
        }
        else if (session.Record is { } record)
        {
            parts.Line.Learn(sessionId, record);
        }

        await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask GiveUpAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }
}
