using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What this server has told the backend lately. A backend that takes over from another may not have heard of it.</summary>
internal sealed class RecentWrites(TimeProvider time)
{
    /// <summary>Longer than any copy is behind, and than the servers take to notice.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Write<DateTimeOffset>> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Write<SessionRecord>> _records = new(StringComparer.Ordinal);
    private readonly SweepInterval _sweeps = new(Lifetime / 4);

    /// <summary>The backend knows the end.</summary>
    public void Ended(string sessionId, DateTimeOffset until) => _ends[sessionId] = new(until, Now());

    /// <summary>The backend knows the generation.</summary>
    public void Kept(string sessionId, SessionRecord record) => _records[sessionId] = new(record, Now());

    /// <summary>The backend may have lost some of it: all of it waits to be told again.</summary>
    public void TellAgain(PendingWrites pending)
    {
        var now = Now();
        foreach (var (sessionId, write) in _ends)
        {
            if (write.Until > now)
            {
                pending.Ended(sessionId, write.Value);
            }
        }

        foreach (var (sessionId, write) in _records)
        {
            if (write.Until > now)
            {
                pending.MayBeLost(sessionId, write.Value);
            }
        }
    }

    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        if (_sweeps.IsOver(now))
        {
            Sweep(_ends, now);
            Sweep(_records, now);
        }

        return now;
    }

    private static void Sweep<T>(ConcurrentDictionary<string, Write<T>> writes, DateTimeOffset now)
    {
        foreach (var write in writes)
        {
            if (write.Value.Until <= now)
            {
                writes.TryRemove(write);
            }
        }
    }

    private readonly record struct Write<T>(T Value, DateTimeOffset At)
    {
        public DateTimeOffset Until => At + Lifetime;
    }
}
