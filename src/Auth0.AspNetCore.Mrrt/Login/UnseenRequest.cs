using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Requests whose answer no user looks at: what a browser fetches in case its user goes there, and what the page
/// of another site loads as an image, a script or the like. Nobody wants to sign in, and the cookies of a login that
/// nobody sees would push out those of one that somebody does.</summary>
internal static class UnseenRequest
{
    private static readonly string[] PrefetchHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    public static bool Is(HttpRequest request) => IsPrefetch(request) || IsPartOfAnothersPage(request);

    private static bool IsPrefetch(HttpRequest request) => Array.Exists(
        PrefetchHeaders,
        name => request.Headers[name].Any(value =>
            value?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) == true
            || value?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Fetch Metadata Request Headers, sections 2.1 to 2.3. A browser that does not send them is
    /// believed.</summary>
    private static bool IsPartOfAnothersPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "cross-site"
        && (request.Headers["Sec-Fetch-Mode"] is [var mode] && mode is not "navigate"
            || request.Headers["Sec-Fetch-Dest"] is [("object" or "embed")]);
}
