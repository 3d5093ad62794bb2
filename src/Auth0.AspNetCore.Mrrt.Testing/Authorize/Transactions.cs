using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>What a page of the tenant is about, kept while it waits for the user's answer.</summary>
internal sealed class Transactions<T>(TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly Lock _sync = new();
    private readonly Dictionary<string, (T Subject, DateTimeOffset ExpiresAt)> _open = new(StringComparer.Ordinal);

    public string Open(T subject)
    {
        var id = RandomValue.Create(24);
        lock (_sync)
        {
            _open[id] = (subject, clock.GetUtcNow() + Lifetime);
        }

        return id;
    }

    public bool TryFind(string? id, [NotNullWhen(true)] out T? subject)
    {
        lock (_sync)
        {
            subject = id is not null && _open.TryGetValue(id, out var open) && clock.GetUtcNow() < open.ExpiresAt
                ? open.Subject
                : null;
            return subject is not null;
        }
    }

    public void Close(string id)
    {
        lock (_sync)
        {
            _open.Remove(id);
        }
    }
}
