using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Requests whose answer no user looks at: what a browser fetches in case its user goes there, and what the page
/// of another site, or of a neighbour, loads as an image, a script or the like. Nobody wants to sign in, and the cookies of a
/// login that nobody sees would push out those of one that somebody does. Fetch Metadata Request Headers, sections 2.1 to
/// 2.3; a browser that does not send them is believed.</summary>
internal static class UnseenRequest
{
    private static readonly string[] PrefetchHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    /// <param name="request">The request.</param>
    /// <param name="sessionsInFrames">Whether a frame in another site's page can have a session of this application's.</param>
    public static bool Is(HttpRequest request, bool sessionsInFrames) =>
        IsPrefetch(request) || IsPartOfAnothersPage(request, sessionsInFrames);

    /// <summary>Whether a script asks: what it is given back it cannot follow to the tenant.</summary>
    public static bool IsByScript(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is [var mode] && mode is not "navigate";

    private static bool IsPrefetch(HttpRequest request) => Array.Exists(
        PrefetchHeaders,
        name => request.Headers[name].Any(value =>
            value?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) == true
            || value?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true));

    private static bool IsPartOfAnothersPage(HttpRequest request, bool sessionsInFrames) =>
        request.Headers["Sec-Fetch-Site"] is [("cross-site" or "same-site") and var site]
        && (IsByScript(request) || request.Headers["Sec-Fetch-Dest"] is [var destination] && destination switch
        {
            "object" or "embed" => true,
            "iframe" or "frame" => site == "cross-site" && !sessionsInFrames,
            _ => false,
        });
}
