namespace Auth0.AspNetCore.Mrrt.Testing.Exchanges;

/// <summary>Every token, code and secret handed out, if a test wants to search for them.</summary>
internal sealed class IssuedSecrets(bool keep)
{
    private readonly Lock _sync = new();
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);

    public string Keep(string value)
    {
        if (keep && value.Length > 0)
        {
            lock (_sync)
            {
                _all.Add(value);
            }
        }

        return value;
    }

    public IReadOnlyCollection<string> All()
    {
        if (!keep)
        {
            throw new InvalidOperationException(
                $"The tenant has kept no secrets: set {nameof(Auth0TenantOptions)}." +
                $"{nameof(Auth0TenantOptions.KeepIssuedSecrets)} before it starts.");
        }

        lock (_sync)
        {
            return [.. _all];
        }
    }
}
