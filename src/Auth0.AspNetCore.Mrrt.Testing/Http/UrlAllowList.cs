namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>Compares addresses as Auth0 does, exactly; and, for tests, with any port on a loopback host.</summary>
internal static class UrlAllowList
{
    private const string AnyPort = ":*";

    public static bool Allows(IEnumerable<string> entries, string url) =>
        entries.Any(entry => HasAnyPort(entry) ? MatchesAnyPort(entry, url) : entry == url);

    /// <summary>The first entry, if it can be used as an address.</summary>
    public static string? First(IEnumerable<string> entries) =>
        entries.FirstOrDefault() is { } first && !HasAnyPort(first) ? first : null;

    /// <summary>What is wrong with an entry, or null.</summary>
    public static string? Problem(string entry)
    {
        var address = HasAnyPort(entry) ? entry.Replace(AnyPort, "", StringComparison.Ordinal) : entry;
        // On Unix a mere path counts as absolute.
        if (address.StartsWith('/') || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return "is not an absolute URL";
        }

        return HasAnyPort(entry) && !uri.IsLoopback ? "may have * as its port on a loopback host only" : null;
    }

    private static bool HasAnyPort(string entry) => entry.Contains(AnyPort, StringComparison.Ordinal);

    private static bool MatchesAnyPort(string entry, string url)
    {
        var star = entry.IndexOf(AnyPort, StringComparison.Ordinal);
        var (origin, rest) = (entry[..star], entry[(star + AnyPort.Length)..]);
        if (!url.StartsWith(origin, StringComparison.Ordinal))
        {
            return false;
        }

        var tail = url[origin.Length..];
        if (tail.StartsWith(':'))
        {
            tail = tail[1..].TrimStart("0123456789".ToCharArray());
        }

        return tail == rest && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback;
    }
}
