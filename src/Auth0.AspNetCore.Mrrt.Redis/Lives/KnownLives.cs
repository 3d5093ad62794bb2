using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>The lives of Redis that this server has met, with their ages. By this server's own clock, which nobody moves.</summary>
internal sealed class KnownLives(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (MetLife Met, long FirstAt, long At)> _lives = new(StringComparer.Ordinal);
    private int _changed;

    /// <summary>The life that was met last. A script that finds it again need not name it.</summary>
    public string Latest { get; private set; } = "";

    /// <summary>A life as it is now. Null of one that this server has not met.</summary>
    public KnownLife? Find(string life) => _lives.TryGetValue(life, out var known)
        ? new KnownLife(known.Met, time.GetElapsedTime(known.FirstAt), time.GetElapsedTime(known.At))
        : null;

    /// <summary>True when this server has met a life that is none of these.</summary>
    public bool HasOthers(IReadOnlyCollection<string> lives) => _lives.Keys.Any(known => !lives.Contains(known));

    public void Meet(IReadOnlyList<MetLife> lives)
    {
        var changed = !_lives.IsEmpty && lives.Any(met => !_lives.ContainsKey(met.Life));
        foreach (var met in lives)
        {
            var now = time.GetTimestamp();
            _lives.AddOrUpdate(met.Life, _ => (met, now, now), (_, known) => (met, known.FirstAt, now));
            Latest = met.Life;
        }

        if (changed)
        {
            Interlocked.Exchange(ref _changed, 1);
        }
    }

    /// <summary>True once after a life began that follows another: writes that were acknowledged may be lost.</summary>
    public bool HearOfChange() => Interlocked.Exchange(ref _changed, 0) == 1;
}
