using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Recognizes requests that pages of this application make, by what the browser says (Fetch Metadata Request
/// Headers).</summary>
internal static class SameOriginRequest
{
    /// <summary>The header that a script sends where the browser does not say where a request comes from. A page of another origin
    /// cannot send it unless the application's own rules for such pages (CORS) allow it.</summary>
    public const string ScriptHeader = "X-Auth0-Request";

    /// <summary>True when a script of a page of this application asks. The header never outweighs what the browser says.</summary>
    public static bool IsScript(HttpRequest request) => request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
        ? site is ["same-origin"]
            && request.Headers["Sec-Fetch-Mode"] is ["cors" or "same-origin"]
            && request.Headers["Sec-Fetch-Dest"] is ["empty"]
        : request.Headers.ContainsKey(ScriptHeader);

    /// <summary>True when the user follows a link or sends a form of a page of this application. A chain of redirects through
    /// another site is told as <c>cross-site</c>. False when the browser says nothing.</summary>
    public static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["same-origin"]
        && request.Headers["Sec-Fetch-Mode"] is ["navigate"]
        && request.Headers["Sec-Fetch-Dest"] is ["document"];
}
