using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>What a browser says of a request (Fetch Metadata Request Headers, sections 2.1 to 2.3). Some requests have no user
/// who looks at the answer: a prefetch, or what another site's page loads as an image or a script. A login that nobody sees
/// would leave a cookie and push out a login that somebody does see. A browser without these headers is believed.</summary>
internal static class FetchMetadata
{
    private static readonly string[] PrefetchHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    /// <param name="request">The request.</param>
    /// <param name="sessionsInFrames">Whether a frame in another site's page can have a session of this application's.</param>
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

    private static bool IsPartOfAnothersPage(HttpRequest request, bool sessionsInFrames) =>
        request.Headers["Sec-Fetch-Site"] is [("cross-site" or "same-site") and var site]
        && (IsByScript(request) || request.Headers["Sec-Fetch-Dest"] is [var destination] && destination switch
        {
            "object" or "embed" => true,
            "iframe" or "frame" => site == "cross-site" && !sessionsInFrames,
            _ => false,
        });
}
