using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Keeps to itself for a while what the tenant has said it cannot take: anybody may ask for a login, and each that
/// asked the tenant again would keep it from recovering.</summary>
internal sealed class CallPauses(TimeProvider time)
{
    /// <summary>After a call that nothing came of.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>After too many calls, when nobody says for how long.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    /// <summary>Nobody is kept waiting longer on the word of one answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>How long calls of a scheme are to wait; nothing when they need not.</summary>
    public TimeSpan? Left(string scheme) =>
        _ends.TryGetValue(scheme, out var end) && end - time.GetUtcNow() is var left && left > TimeSpan.Zero
            ? left
            : null;

    /// <summary>Begins a pause and gives its length, within bounds.</summary>
    public TimeSpan Begin(string scheme, TimeSpan pause)
    {
        pause = pause > Longest ? Longest : pause;
        _ends[scheme] = time.GetUtcNow() + pause;
        return pause;
    }
}
