using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A turn on its server, and the lock of the session's row with it.</summary>
internal sealed class SharingTurn(string sessionId, ISessionTurn place, InProcessSessionCoordinator line, SharingRow row) : ISessionTurn
{
    private bool _holds;
    private SharingContent _read = new();

    public bool Ended => place.Ended || _read.HasEnded;

    public SessionRecord? Newest => place.Newest?.Generation > _read.Generation ? place.Newest : _read.Record ?? place.Newest;

    public long NewestGeneration => Math.Max(place.NewestGeneration, _read.Generation);

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        if (!_holds)
        {
            await row.LockAsync(cancellationToken);
            _holds = true;
        }

        await LearnAsync();
    }

    public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var isNext = _holds && record.Generation > NewestGeneration && row.Commit(record, _read.Generation);
        if (row.Content.HasEnded)
        {
            await LearnAsync();
        }

        if (isNext)
        {
            await place.CommitAsync(record, CancellationToken.None);
        }

        await place.ReloadAsync(CancellationToken.None);
        GiveUp();
        return isNext && !Ended;
    }

    public ValueTask DisposeAsync()
    {
        GiveUp();
        return place.DisposeAsync();
    }

    private async ValueTask LearnAsync()
    {
        _read = row.Content;
        if (_read.HasEnded)
        {
            await line.EndAsync(sessionId, _read.EndedUntil, CancellationToken.None);
        }
        else if (_read.Record is { } record)
        {
            line.Learn(sessionId, record);
        }

        await place.ReloadAsync(CancellationToken.None);
    }

    private void GiveUp()
    {
        if (_holds)
        {
            _holds = false;
            row.Unlock();
        }
    }
}
