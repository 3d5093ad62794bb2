using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>The lives of Redis that this server has met, with their ages. By this server's own clock, which nobody moves.</summary>
internal sealed class KnownLives(TimeProvider time)
{
    /// <summary>A cluster has no more nodes than this. A life that is forgotten although it goes on is met anew: no exchange begins
    /// until it is known to be old.</summary>
    public const int Most = 1000;

    private readonly ConcurrentDictionary<string, (MetLife Met, long FirstAt, long At)> _lives = new(StringComparer.Ordinal);
    private int _changed;

    /// <summary>The life that was met last. A script that finds it again need not name it.</summary>
    public string Latest { get; private set; } = "";

    public int Count => _lives.Count;

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

        ForgetExcess();
        if (changed)
        {
            Interlocked.Exchange(ref _changed, 1);
        }
    }

    /// <summary>True once after a life began that follows another: writes that were acknowledged may be lost.</summary>
    public bool HearOfChange() => Interlocked.Exchange(ref _changed, 0) == 1;

    private void ForgetExcess()
    {
        var excess = _lives.Count - Most;
        if (excess > 0)
        {
            var latest = Latest;
            foreach (var old in _lives.Where(known => known.Key != latest).OrderBy(known => known.Value.At).Take(excess))
            {
                _lives.TryRemove(old.Key, out _);
            }
        }
    }
}
