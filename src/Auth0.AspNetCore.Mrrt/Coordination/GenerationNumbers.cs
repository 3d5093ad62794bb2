using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// The number of each session's newest generation, for as long as a cookie with an older one can be around. A cookie with an
/// older number must not present its refresh token (G4). Numbers are small: they outlast the records.
/// </summary>
internal sealed class GenerationNumbers
{
    /// <summary>More numbers than this are not remembered; those whose last cookie expires first go first.</summary>
    public const int Most = 4 * InProcessSessionCoordinator.MaxRememberedSessions;

    /// <summary>Some room is made at once: to sort them all for each new one would take long.</summary>
    private const int Room = Most / 20;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public int Count => _known.Count;

    /// <summary>Gives the number of the session's newest generation; 0 when none is known.</summary>
    public long Of(string sessionId, DateTimeOffset now) =>
        _known.TryGetValue(sessionId, out var known) && known.Until > now ? known.Generation : 0;

    /// <summary>When the last of the session's cookies expires, as far as its generations tell. Null when nothing is known.</summary>
    public DateTimeOffset? LastExpires(string sessionId) => _known.TryGetValue(sessionId, out var known) ? known.Until : null;

    /// <summary>Remembers a generation. What an earlier one said of the cookies still holds.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="generation">The number.</param>
    /// <param name="until">When the last cookie with an older generation expires.</param>
    /// <returns>Until when it is remembered.</returns>
    public DateTimeOffset Note(string sessionId, long generation, DateTimeOffset until) => _known.AddOrUpdate(
        sessionId,
        static (_, next) => next,
        static (_, known, next) => next with { Until = known.Until > next.Until ? known.Until : next.Until },
        new Known(generation, until)).Until;

    /// <summary>Forgets the numbers that nobody needs any more, and those that are too many.</summary>
    /// <returns>How many were forgotten although they were needed.</returns>
    public int Sweep(DateTimeOffset now)
    {
        foreach (var entry in _known)
        {
            if (entry.Value.Until <= now)
            {
                _known.TryRemove(entry);
            }
        }

        var excess = _known.Count - Most;
        return excess <= 0
            ? 0
            : _known.OrderBy(entry => entry.Value.Until).Take(excess + Room).Count(_known.TryRemove);
    }

    private readonly record struct Known(long Generation, DateTimeOffset Until);
}
