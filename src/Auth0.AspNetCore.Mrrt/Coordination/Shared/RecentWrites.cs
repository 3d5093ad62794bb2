using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What this server told the backend in the last minutes before the backend last answered in the background. A backend that
/// takes over from another, or that restarts, may not know of it, however long that took.</summary>
internal sealed class RecentWrites(TimeProvider time)
{
    /// <summary>Longer than any copy is behind, and than the servers take to notice.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>More of a kind are not remembered.</summary>
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, Write<DateTimeOffset>> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Write<SessionRecord>> _records = new(StringComparer.Ordinal);

    /// <summary>The backend knows the end.</summary>
    public void Ended(string sessionId, DateTimeOffset until) => Note(_ends, sessionId, until);

    /// <summary>The backend knows the generation.</summary>
    public void Kept(string sessionId, SessionRecord record) => Note(_records, sessionId, record);

    /// <summary>The backend may have lost some of it: all of it waits to be told again.</summary>
    public void TellAgain(PendingWrites pending)
    {
        foreach (var (sessionId, write) in _ends)
        {
            pending.MayBeLost(sessionId, write.Value, write.At);
        }

        foreach (var (sessionId, write) in _records)
        {
            pending.MayBeLost(sessionId, write.Value, write.At);
        }
    }

    /// <summary>The backend has answered, and has lost nothing: what it has known for long it will know.</summary>
    public void Answered()
    {
        Sweep(_ends);
        Sweep(_records);
    }

    private void Note<T>(ConcurrentDictionary<string, Write<T>> writes, string sessionId, T value)
    {
        if (writes.Count < Most || writes.ContainsKey(sessionId))
        {
            writes[sessionId] = new(value, time.GetTimestamp());
        }
    }

    private void Sweep<T>(ConcurrentDictionary<string, Write<T>> writes)
    {
        foreach (var write in writes)
        {
            if (time.GetElapsedTime(write.Value.At) > Lifetime)
            {
                writes.TryRemove(write);
            }
        }
    }

    private readonly record struct Write<T>(T Value, long At);
}
