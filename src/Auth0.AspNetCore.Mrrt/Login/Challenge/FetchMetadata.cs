using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Reads what a browser says about a request (Fetch Metadata Request Headers, sections 2.1 to 2.3). No user looks at
/// the answer to a prefetch, or to an image or script of another site's page. An unseen login would leave a cookie, and
/// remove the cookie of a login that a user sees. A request without these headers passes.</summary>
internal static class FetchMetadata
{
    private static readonly string[] PrefetchHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    /// <param name="request">The request.</param>
    /// <param name="sessionsInFrames">True when a frame in another site's page can have a session of this application.</param>
    public static bool IsUnseen(HttpRequest request, bool sessionsInFrames) =>
        IsPrefetch(request) || IsPartOfAnothersPage(request, sessionsInFrames);

    /// <summary>True when a script asks: it cannot follow a redirect to the tenant.</summary>
    public static bool IsByScript(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is [var mode] && mode is not "navigate";

    public static bool IsPrefetch(HttpRequest request) => Array.Exists(
        PrefetchHeaders,
        name => request.Headers[name].Any(value =>
            value?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) == true
            || value?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>True when the request is no navigation at top level, and no script of this application asks either. A frame
    /// that this application's own page loads passes.</summary>
    public static bool IsPartOfPage(HttpRequest request)
    {
        var isOfOthers = request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"];
        return request.Headers["Sec-Fetch-Mode"] is [var mode] && mode switch
        {
            "navigate" => isOfOthers && request.Headers["Sec-Fetch-Dest"] is [not "document"],
            "cors" or "same-origin" => isOfOthers,
            _ => true,
        };
    }

    private static bool IsPartOfAnothersPage(HttpRequest request, bool sessionsInFrames) =>
        request.Headers["Sec-Fetch-Site"] is [("cross-site" or "same-site") and var site]
        && (IsByScript(request) || request.Headers["Sec-Fetch-Dest"] is [var destination] && destination switch
        {
            "object" or "embed" => true,
            "iframe" or "frame" => site == "cross-site" && !sessionsInFrames,
            _ => false,
        });
}
