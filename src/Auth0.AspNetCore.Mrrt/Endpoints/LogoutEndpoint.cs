using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Signs the user out when the request is the user's own wish. It reads no session before: an unreadable cookie can be
/// signed out as well.</summary>
internal sealed class LogoutEndpoint(
    string scheme, LogoutByGet byGet, bool allowFederated, IAntiforgery antiforgery, ILogger<LogoutEndpoint> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        JsonAnswer.Protect(http.Response);
        var wish = LogoutWish.Of(http, allowFederated);
        if (FetchMetadata.IsPrefetch(http.Request) || FetchMetadata.IsPartOfPage(http.Request))
        {
            logger.UnseenLogout(scheme);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (IsWishByItself(http.Request) || (HttpMethods.IsPost(http.Request.Method) && await HasTokenAsync(http).ConfigureAwait(false)))
        {
            await http.SignOutAsync(scheme, wish.Properties()).ConfigureAwait(false);
        }
        else if (HttpMethods.IsPost(http.Request.Method))
        {
            logger.LogoutWithoutAntiforgery(scheme);
            await JsonAnswer.ProblemAsync(
                http, StatusCodes.Status400BadRequest, "The sign-out needs a valid antiforgery token.").ConfigureAwait(false);
        }
        else
        {
            await LogoutPage.WriteAsync(http, antiforgery.GetAndStoreTokens(http), wish).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// True when the request needs no token. What a GET may do, the same request with POST may do too: the token of a form is
    /// bound to the user, and no longer valid once the session has expired.
    /// </summary>
    private bool IsWishByItself(HttpRequest request) =>
        byGet == LogoutByGet.Always || (byGet == LogoutByGet.SameOrigin && SameOriginRequest.IsNavigation(request));

    private async Task<bool> HasTokenAsync(HttpContext http)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http).ConfigureAwait(false);
        }
        catch (AntiforgeryValidationException)
        {
            return false; // the form cannot be read
        }
    }
}
