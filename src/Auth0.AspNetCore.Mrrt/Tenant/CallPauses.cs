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

    /// <summary>More pauses are not kept beside each other: then those that are over go.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<(string Client, PausedCall Call), DateTimeOffset> _ends = [];

    /// <summary>How long calls of one kind are to wait; nothing when they need not.</summary>
    /// <param name="tenant">The tenant and client. Another client of the same scheme does not wait.</param>
    /// <param name="call">The kind of call.</param>
    public TimeSpan? Left(TenantSettings tenant, PausedCall call) =>
        !_ends.IsEmpty
        && _ends.TryGetValue((tenant.Mark, call), out var end)
        && end - time.GetUtcNow() is var left
        && left > TimeSpan.Zero
            ? left
            : null;

    /// <summary>Begins a pause and gives its length, within bounds.</summary>
    public TimeSpan Begin(TenantSettings tenant, PausedCall call, TimeSpan pause)
    {
        pause = pause > Longest ? Longest : pause;
        var now = time.GetUtcNow();
        if (_ends.Count >= Most)
        {
            foreach (var entry in _ends.Where(entry => entry.Value <= now))
            {
                _ends.TryRemove(entry);
            }
        }

        _ends[(tenant.Mark, call)] = now + pause;
        return pause;
    }
}
