using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Recognizes requests of scripts and other programs. They cannot show the tenant's login page: a redirect would
/// only leave a cookie. The rules follow the framework's cookie handler, which answers 401 for API endpoints.</summary>
internal static class ScriptRequest
{
    public static bool Is(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowCookieRedirectMetadata>() is not null)
        {
            return false; // the endpoint asks for redirects
        }

        return metadata?.GetMetadata<IDisableCookieRedirectMetadata>() is not null
            || FetchMetadata.IsByScript(context.Request)
            || context.WebSockets.IsWebSocketRequest
            // The same before the middleware for WebSockets has run.
            || string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            || string.Equals(context.Request.Headers.XRequestedWith, "XMLHttpRequest", StringComparison.OrdinalIgnoreCase);
    }
}
