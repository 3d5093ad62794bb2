namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Tells this server who signed out elsewhere, so that a request with a valid token asks the backend nothing.</summary>
internal sealed class EndsPolling(
    ISessionBackend backend, InProcessSessionCoordinator line, RecentWrites recentWrites, PendingWrites pendingWrites)
{
    /// <summary>A driver that never comes to the end of its list is not asked for ever.</summary>
    private const int MostPages = 1000;

    /// <summary>Told by the second list on: the first one has every end of the past.</summary>
    private bool _isFirst = true;
    private bool _hasMissedSome;

    private string? _position;

    /// <summary>True while the backend has not listed every end: this server may not know of one.</summary>
    public bool HasMissedSome => Volatile.Read(ref _hasMissedSome);

    /// <summary>True when the backend has listed every end of the past once.</summary>
    public bool HasHeardAll => !Volatile.Read(ref _isFirst);

    /// <summary>Hears of the sessions that ended since the last time; the first time of all that are remembered. A list that is
    /// not complete is gone on with. When it fails, the next time begins where the last page ended. When the backend may have lost
    /// something, what this server told it lately waits to be told again.</summary>
    public async Task HearAsync(CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var list = await backend.EndedSinceAsync(_position, cancellationToken).ConfigureAwait(false);
            foreach (var (sessionId, until) in list.Sessions)
            {
                if (!_isFirst && !line.HasEnded(sessionId))
                {
                    recentWrites.Ended(sessionId, until); // the server that was told of it may be gone when the backend forgets it
                }

                // Also one that is known already: an exchange that found it ended does not know until when.
                await line.EndAsync(sessionId, until, cancellationToken).ConfigureAwait(false);
            }

            if (list.MayHaveLostWrites)
            {
                recentWrites.TellAgain(pendingWrites);
            }

            var goesOn = !list.IsComplete && list.Position != _position && page < MostPages;
            _position = list.Position;
            if (!goesOn)
            {
                Volatile.Write(ref _hasMissedSome, !list.IsComplete); // the next pass goes on where this one ended
                Volatile.Write(ref _isFirst, _isFirst && !list.IsComplete);
                return;
            }
        }
    }
}
