using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>
/// A tenant's address out of what people write as its domain. One form everywhere: scheme, host, a single trailing
/// slash, since the issuer, the discovery document and the audience of client assertions all hang on that slash.
/// </summary>
internal static class TenantAddress
{
    public static bool TryParse(
        string? domain, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(domain))
        {
            problem = "is missing: set it to the tenant's domain, such as example.eu.auth0.com.";
            return false;
        }

        var text = domain.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "https://" + text;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.AbsolutePath != "/"
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0
            || uri.UserInfo.Length > 0)
        {
            problem = "is not a domain: set it to the tenant's domain alone, such as example.eu.auth0.com.";
            return false;
        }

        if (uri.Scheme == "http" && !IsLoopback(uri))
        {
            problem = "starts with http://, which is for a tenant on a loopback address only: use https.";
            return false;
        }

        address = new Uri(uri.GetLeftPart(UriPartial.Authority) + "/");
        problem = null;
        return true;
    }

    /// <summary>The address of a domain that the validator has accepted.</summary>
    /// <exception cref="InvalidOperationException">The domain is not one.</exception>
    public static Uri Parse(string domain) => TryParse(domain, out var address, out var problem)
        ? address
        : throw new InvalidOperationException($"Domain {problem}");

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
}
