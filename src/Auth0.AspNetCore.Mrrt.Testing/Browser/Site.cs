using System.Net;

namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>What browsers mean by a site: the scheme and the registrable part of the host, without the port.</summary>
internal static class Site
{
    public static bool AreSame(Uri one, Uri other) =>
        one.Scheme == other.Scheme && Registrable(one.Host) == Registrable(other.Host);

    /// <summary>Whether Secure cookies travel: over https, and to loopback hosts, as in Chromium.</summary>
    public static bool IsTrustworthy(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback;

    // Two labels are right for the names that tests use; the public suffix list is not needed for them.
    private static string Registrable(string host) =>
        IPAddress.TryParse(host, out _) ? host : string.Join('.', host.Split('.').TakeLast(2)).ToLowerInvariant();
}
