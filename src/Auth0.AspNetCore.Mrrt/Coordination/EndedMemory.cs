using System.Buffers;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// The sessions that have ended, until the last copy of each ticket expires. An end takes 40 bytes, whatever its session's name is:
/// a million of them take 40 MB. Each call for a token asks here.
/// </summary>
/// <param name="most">How many ends are remembered.</param>
internal sealed class EndedMemory(int most = EndedMemory.Most)
{
    /// <summary>More ends than this are not remembered. Those whose last copy expires first are forgotten first.</summary>
    public const int Most = 1_000_000;

    /// <summary>A power of two.</summary>
    private const int PartCount = 64;

    private readonly SipHash _hash = SipHash.Random();
    private readonly Lock _makingRoom = new();
    private readonly EndedPart[] _parts = [.. Enumerable.Range(0, PartCount).Select(_ => new EndedPart())];
    private int _count;
    private long _forgottenUntil;

    public int Count => Volatile.Read(ref _count);

    /// <summary>True when the session has ended. The clock is read only for a session with an end.</summary>
    public bool Holds(string sessionId, TimeProvider time) =>
        Until(sessionId) is var until && until != 0 && until > time.GetUtcNow().UtcTicks;

    /// <summary>The same for a caller that has read the clock.</summary>
    public bool Holds(string sessionId, DateTimeOffset now) => Until(sessionId) > now.UtcTicks;

    /// <summary>True while an end may be missing here whose session's ticket has not expired. Ask after <see cref="Holds(string, TimeProvider)"/>:
    /// it is true before an end is forgotten.</summary>
    public bool MayHaveForgotten(TimeProvider time) =>
        Volatile.Read(ref _forgottenUntil) is var until && until != 0 && until > time.GetUtcNow().UtcTicks;

    /// <summary>Notes that ends are missing here.</summary>
    /// <param name="until">When the last ticket of their sessions expires.</param>
    public void Forgot(DateTimeOffset until)
    {
        var known = Volatile.Read(ref _forgottenUntil);
        while (known < until.UtcTicks)
        {
            var before = Interlocked.CompareExchange(ref _forgottenUntil, until.UtcTicks, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }

    /// <summary>Remembers an end. A later moment than before counts.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="until">When the last copy of its ticket expires.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many ends were forgotten for it although they were needed.</returns>
    public int Note(string sessionId, DateTimeOffset until, DateTimeOffset now)
    {
        var key = _hash.Of(sessionId);
        if (PartOf(key).Note(key, until.UtcTicks))
        {
            Interlocked.Increment(ref _count);
        }

        return Count > most ? MakeRoom(now) : 0;
    }

    /// <summary>Forgets the ends that nobody needs any more.</summary>
    public void Sweep(DateTimeOffset now)
    {
        if (Count > 0)
        {
            Remove(until => until <= now.UtcTicks, int.MaxValue);
        }
    }

    private long Until(string sessionId)
    {
        if (Count == 0)
        {
            return 0;
        }

        var key = _hash.Of(sessionId);
        return PartOf(key).Until(key);
    }

    private EndedPart PartOf(TextHash key) => _parts[(int)key.Second & (PartCount - 1)];

    /// <summary>Makes some room at once: to sort all ends for each new one would take long.</summary>
    private int MakeRoom(DateTimeOffset now)
    {
        lock (_makingRoom)
        {
            Sweep(now);
            var excess = Count - most;
            if (excess <= 0)
            {
                return 0;
            }

            excess = Math.Min(Count, excess + (most / 20));
            var last = Earliest(excess);
            Forgot(new DateTimeOffset(last, TimeSpan.Zero)); // before they are gone: see MayHaveForgotten
            var earlier = Remove(until => until < last, excess);
            return earlier + Remove(until => until == last, excess - earlier);
        }
    }

    /// <summary>Gives the latest of so many earliest moments.</summary>
    private long Earliest(int number)
    {
        var all = ArrayPool<long>.Shared.Rent(Count + number);
        try
        {
            var length = 0;
            foreach (var part in _parts)
            {
                length += part.CopyTo(all.AsSpan(length));
            }

            var moments = all.AsSpan(0, length);
            moments.Sort();
            return moments[Math.Min(number, length) - 1];
        }
        finally
        {
            ArrayPool<long>.Shared.Return(all);
        }
    }

    private int Remove(Func<long, bool> condition, int atMost)
    {
        var removed = 0;
        foreach (var part in _parts)
        {
            removed += part.Remove(condition, atMost - removed);
        }

        Interlocked.Add(ref _count, -removed);
        return removed;
    }
}
