using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.SignOut;

/// <summary>The way back from the tenant after a sign-out (OpenID Connect RP-Initiated Logout 1.0, section 2). It needs the
/// state of a sign-out that began in this browser. An attacker cannot use it for a redirect.</summary>
internal static class SignedOutReturn
{
    /// <summary>Puts the final address into the protected state. The browser brings the state back once.</summary>
    public static void Begin(RedirectContext redirect, CorrelationCookies correlation, string returnTo)
    {
        var (message, options) = (redirect.ProtocolMessage, redirect.Options);
        if (!options.SignedOutCallbackPath.HasValue
            || message.PostLogoutRedirectUri is null
            || !ReturnAddress.IsLocal(returnTo))
        {
            return;
        }

        var properties = new AuthenticationProperties { RedirectUri = returnTo };
        properties.Items[LoginItems.SignOut] = "";
        correlation.Begin(properties);
        correlation.Leave(properties);
        message.PostLogoutRedirectUri = Absolute(redirect.HttpContext, options.SignedOutCallbackPath);
        message.State = options.StateDataFormat.Protect(properties);
    }

    /// <summary>The application's path base, before a branch of the pipeline changed it.</summary>
    public static PathString PathBase(HttpContext http) =>
        http.Features.Get<IAuthenticationFeature>()?.OriginalPathBase ?? http.Request.PathBase;

    public static string Absolute(HttpContext http, string path) =>
        http.Request.Scheme + Uri.SchemeDelimiter + http.Request.Host + PathBase(http) + path;

    /// <summary>Redirects the user to the final address, or answers 400. The session has ended before in both cases.</summary>
    public static async Task<bool> FinishAsync(
        HttpContext http,
        AuthenticationScheme scheme,
        OpenIdConnectOptions options,
        OpenIdConnectEvents events,
        CorrelationCookies correlation,
        ILogger logger)
    {
        http.Response.Headers.CacheControl = "no-store";
        var properties = http.Request.Query["state"] is [{ Length: > 0 } state] ? options.StateDataFormat.Unprotect(state) : null;
        var problem = properties?.Items.ContainsKey(LoginItems.SignOut) != true
            ? "it brings no state of a sign-out"
            : correlation.Take(properties);
        if (problem is not null)
        {
            logger.SignedOutReturnRefused(scheme.Name, problem);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Response.ContentType = "text/plain";
            await http.Response.WriteAsync("This is not the return from a sign-out that began here.", http.RequestAborted)
                .ConfigureAwait(false);
            return true;
        }

        var returned = new RemoteSignOutContext(
            http, scheme, options, new OpenIdConnectMessage { EnableTelemetryParameters = false })
        {
            Properties = properties,
        };
        await events.SignedOutCallbackRedirect(returned).ConfigureAwait(false);
        if (returned.Result is { } decided)
        {
            return decided.Failure is { } failure
                ? throw new InvalidOperationException("The event SignedOutCallbackRedirect failed.", failure)
                : !decided.Skipped;
        }

        http.Response.Redirect(PathBase(http) + ReturnAddress.LocalOrRoot(returned.Properties!.RedirectUri));
        return true;
    }
}
