using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The way back from the tenant after a sign-out (OpenID Connect RP-Initiated Logout 1.0, section 2): held to the
/// state of a sign-out that began in this browser, so that nobody else's address leads through it.</summary>
internal static class SignedOutReturn
{
    /// <summary>Seals where the sign-out ends, for the browser to bring back once.</summary>
    public static string Begin(Auth0WebAppOptions options, CorrelationCookies correlation, string returnTo)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnTo };
        properties.Items[LoginItems.SignOut] = "";
        correlation.Begin(properties);
        correlation.Leave(properties);
        return options.StateDataFormat.Protect(properties);
    }

    /// <summary>The part of the address that is the application's, before any of its branches changed it.</summary>
    public static PathString PathBase(HttpContext http) =>
        http.Features.Get<IAuthenticationFeature>()?.OriginalPathBase ?? http.Request.PathBase;

    /// <summary>Sends the user on, or says that the return is not ours. The session has ended before, either way.</summary>
    public static async Task<bool> FinishAsync(
        HttpContext http, string scheme, Auth0WebAppOptions options, CorrelationCookies correlation, ILogger logger)
    {
        http.Response.Headers.CacheControl = "no-store";
        var properties = http.Request.Query["state"] is [{ Length: > 0 } state] ? options.StateDataFormat.Unprotect(state) : null;
        var problem = properties?.Items.ContainsKey(LoginItems.SignOut) != true ? "it brings no state, or one that is not ours"
            : !correlation.Take(properties) ? "it came to another browser than the sign-out began in, a second time, or too late"
            : null;
        if (problem is null)
        {
            http.Response.Redirect(PathBase(http) + ReturnAddress.LocalOrRoot(properties!.RedirectUri));
            return true;
        }

        logger.SignedOutReturnRefused(scheme, problem);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync("This is not the return from a sign-out that began here.", http.RequestAborted)
            .ConfigureAwait(false);
        return true;
    }
}
