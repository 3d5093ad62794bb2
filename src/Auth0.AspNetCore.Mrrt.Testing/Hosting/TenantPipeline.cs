using Auth0.AspNetCore.Mrrt.Testing.Authorize;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Logout;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Brings each request to its endpoint.</summary>
internal sealed class TenantPipeline
{
    private readonly Dictionary<string, (string[] Methods, RequestDelegate Handle)> _routes;
    private readonly ILogger _logger;

    public TenantPipeline(TenantParts parts)
    {
        string[] get = ["GET", "HEAD"];
        string[] post = ["POST"];
        string[] both = [.. get, .. post];
        _logger = parts.Logger;
        _routes = new(StringComparer.Ordinal)
        {
            ["/.well-known/openid-configuration"] = (get, parts.Discovery.HandleAsync),
            ["/.well-known/oauth-authorization-server"] = (get, parts.Discovery.HandleAsync),
            ["/.well-known/jwks.json"] = (get, parts.Discovery.HandleKeysAsync),
            ["/authorize"] = (both, parts.Authorize.HandleAsync),
            [LoginPage.Path] = (both, parts.Login.HandleAsync),
            ["/oauth/token"] = (post, parts.Token.HandleAsync),
            ["/oauth/revoke"] = (post, parts.Revocation.HandleAsync),
            ["/userinfo"] = (both, parts.UserInfo.HandleAsync),
            ["/v2/logout"] = (get, parts.LegacyLogout.HandleAsync),
            ["/oidc/logout"] = (both, parts.OidcLogout.HandleAsync),
            [OidcLogoutEndpoint.ConsentPath] = (post, parts.OidcLogout.HandleConsentAsync),
        };
    }

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (!_routes.TryGetValue(path, out var route))
        {
            await HtmlPage.WriteErrorAsync(
                http.Response, StatusCodes.Status404NotFound, "Not found", "The local tenant has no such page.")
                .ConfigureAwait(false);
        }
        else if (!route.Methods.Contains(http.Request.Method))
        {
            http.Response.Headers.Allow = string.Join(", ", route.Methods);
            await HtmlPage.WriteErrorAsync(
                http.Response, StatusCodes.Status405MethodNotAllowed, "Method not allowed", "Try another method.")
                .ConfigureAwait(false);
        }
        else
        {
            await HandleAsync(http, path, route.Handle).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(HttpContext http, string path, RequestDelegate handle)
    {
        try
        {
            await handle(http).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException || http.RequestAborted.IsCancellationRequested)
        {
            // The tenant is stopping, or nobody waits for the answer any more.
            http.Abort();
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            _logger.Failed(exception, path);
            await new OAuthError(500, "server_error", $"The tenant itself failed: {exception.GetType().Name}")
                .WriteAsync(http.Response).ConfigureAwait(false);
        }
    }
}
