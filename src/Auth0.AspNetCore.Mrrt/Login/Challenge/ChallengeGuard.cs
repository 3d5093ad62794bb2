using System.Globalization;
using System.Runtime.ExceptionServices;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Which requests begin a login, and what a browser is told when the tenant cannot be reached.</summary>
internal sealed class ChallengeGuard(
    ITenants tenants,
    ICookieSchemes cookieSchemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<CookieAuthenticationOptions> cookies,
    ILogger<ChallengeGuard> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>True when the request gets 401 instead of a login.</summary>
    public bool Refuses(HttpContext context, string scheme)
    {
        var sessionsInFrames = cookies.Get(cookieSchemes.Of(scheme)).Cookie.SameSite == SameSiteMode.None;
        if (FetchMetadata.IsUnseen(context.Request, sessionsInFrames))
        {
            logger.UnseenRequestNotChallenged(scheme);
            return true;
        }

        if (logins.Get(scheme).AnswerScriptsWithUnauthorized && ScriptRequest.Is(context))
        {
            logger.ScriptNotChallenged(scheme);
            return true;
        }

        return false;
    }

    /// <summary>Asks for the tenant's endpoints before anything is written.</summary>
    /// <exception cref="LoginBusyException">The tenant did not answer.</exception>
    /// <exception cref="InvalidOperationException">Logins must be pushed, and the tenant takes no pushed requests.</exception>
    public async Task RequireTenantAsync(OpenIdConnectOptions options, string scheme, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await options.ConfigurationManager!
                .GetConfigurationAsync(cancellationToken).ConfigureAwait(false);
            // With a client certificate the endpoint may be announced for such clients alone (RFC 8705, section 5).
            if (string.IsNullOrEmpty(configuration.PushedAuthorizationRequestEndpoint))
            {
                configuration.PushedAuthorizationRequestEndpoint =
                    TenantEndpoints.PushedAuthorization(tenants.Get(scheme), configuration)?.AbsoluteUri;
            }

            if (options.PushedAuthorizationBehavior == PushedAuthorizationBehavior.Require
                && string.IsNullOrEmpty(configuration.PushedAuthorizationRequestEndpoint))
            {
                throw new InvalidOperationException(
                    $"{nameof(Auth0WebAppOptions.PushedAuthorization)} of scheme '{scheme}' is Require, and the tenant announces no "
                    + "pushed authorization requests: switch them on at the tenant.");
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && TenantOutage.Is(e))
        {
            logger.TenantUnreachableAtLogin(scheme, e.GetType().Name);
            throw new LoginBusyException(RetryAfter);
        }
    }

    /// <summary>Answers with 503 when the user may try again in a moment; rethrows everything else.</summary>
    public static void Answer(AuthenticationFailureException failure, HttpResponse response)
    {
        if (failure is not LoginBusyException busy)
        {
            ExceptionDispatchInfo.Throw(failure);
            return;
        }

        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = Math.Ceiling(busy.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
