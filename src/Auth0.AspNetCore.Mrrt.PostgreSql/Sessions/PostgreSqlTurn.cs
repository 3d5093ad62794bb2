using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>A turn on this server, and the lock of the session's row with it.</summary>
internal sealed class PostgreSqlTurn(
    string sessionId,
    ISessionTurn place,
    InProcessSessionCoordinator line,
    RowLocks locks,
    PendingWrites pendingWrites,
    PostgreSqlOptions options,
    TimeProvider time,
    ILogger logger) : ISessionTurn
{
    private HeldRow? _held;
    private SessionRow _row;
    private bool _alone;

    public bool Ended => place.Ended || _row.Ended;

    public SessionRecord? Newest => place.Newest?.Generation > _row.Generation ? place.Newest : _row.Record ?? place.Newest;

    public long NewestGeneration => Math.Max(place.NewestGeneration, _row.Generation);

    /// <summary>Takes the lock, and learns what the other servers have committed.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _held = await locks.TakeAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            if (options.WhenUnavailable is not WhenUnavailable.CoordinateInProcess || !DatabaseFailure.IsOutOfReach(e))
            {
                throw DatabaseFailure.Translate(e);
            }

            _alone = true;
            logger.CoordinatedAlone(DatabaseFailure.Reason(e));
            return;
        }

        _alone = false;
        await LearnAsync(_held.Lock.Row).ConfigureAwait(false);
        await KeepQuietAsync(_held.Lock.DatabaseUp).ConfigureAwait(false);
    }

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        await place.ReloadAsync(cancellationToken).ConfigureAwait(false);
        if (_held is null)
        {
            await TakeAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await _held.Lock.ReloadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw DatabaseFailure.Translate(e);
        }

        await LearnAsync(_held.Lock.Row).ConfigureAwait(false);
    }

    public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = record.Generation > NewestGeneration
                ? await WriteAsync(record).ConfigureAwait(false)
                : RowCommit.MovedOn;
            if (outcome is not RowCommit.MovedOn)
            {
                await place.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
            }

            await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            return outcome is RowCommit.Kept && !place.Ended; // signed out on this server meanwhile, and the database not told yet
        }
        catch (SessionCoordinationException) when (record.MustKeep)
        {
            // This server has it, its responses carry it, and the others hear of it when the database is back.
            await place.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
            await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            pendingWrites.Kept(sessionId, record);
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

    private async Task<RowCommit> WriteAsync(SessionRecord record)
    {
        if (_alone)
        {
            pendingWrites.Kept(sessionId, record);
            return RowCommit.Kept;
        }

        if (_held is not null)
        {
            try
            {
                var outcome = await _held.Lock.CommitAsync(record, locks.ExpiresAt(record)).ConfigureAwait(false);
                await LearnAsync(outcome, _row, record).ConfigureAwait(false);
                return outcome;
            }
            catch (Exception e) when (DatabaseFailure.Is(e))
            {
                logger.CommitInterrupted(DatabaseFailure.Reason(e));
                await GiveUpAsync().ConfigureAwait(false);
            }
        }

        var (again, row) = await new CommitRetry(sessionId, locks, options, time)
            .RunAsync(record, _row.Generation).ConfigureAwait(false);
        await LearnAsync(again, row, record).ConfigureAwait(false);
        return again;
    }

    /// <summary>Learns what came of a commit. A generation that came after the session's end is in the row.</summary>
    private ValueTask LearnAsync(RowCommit outcome, SessionRow read, SessionRecord record) => LearnAsync(
        outcome is RowCommit.SessionEnded
            ? new SessionRow
            {
                Ended = true,
                Generation = Math.Max(read.Generation, record.Generation),
                Record = record.Generation > read.Generation ? record : read.Record,
            }
            : read);

    /// <summary>Takes over what the database knows, for this turn and for every request of this server.</summary>
    private async ValueTask LearnAsync(SessionRow row)
    {
        _row = row;
        if (row.Ended)
        {
            await line.EndAsync(sessionId, until: null, CancellationToken.None).ConfigureAwait(false);
        }
        else if (row.Record is { } record)
        {
            line.Learn(sessionId, record);
        }

        await place.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Right after a restart an exchange whose connection broke with it may still be under way somewhere, with
    /// the refresh token that this one would spend.</summary>
    private async ValueTask KeepQuietAsync(TimeSpan up)
    {
        var rest = options.QuietAfterRestart - up;
        if (rest <= TimeSpan.Zero)
        {
            return;
        }

        await GiveUpAsync().ConfigureAwait(false);
        logger.Quiet(Math.Ceiling(rest.TotalSeconds));
        throw new SessionCoordinationException(
            "The database of the sessions has restarted: exchanges from before may still be under way.")
        {
            RetryAfter = rest,
        };
    }

    private async ValueTask GiveUpAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }
}
