using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Recognizes requests that pages of this application make, by what the browser says (Fetch Metadata Request
/// Headers).</summary>
internal static class SameOriginRequest
{
    /// <summary>True when the user follows a link or sends a form of a page of this application. A chain of redirects through
    /// another site is told as <c>cross-site</c>. False when the browser says nothing.</summary>
    public static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["same-origin"]
        && request.Headers["Sec-Fetch-Mode"] is ["navigate"]
        && request.Headers["Sec-Fetch-Dest"] is ["document"];
}
