using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.SignOut;

/// <summary>Ends the session here, revokes its refresh token, and sends the browser to the tenant to end the session there
/// (OpenID Connect RP-Initiated Logout 1.0).</summary>
internal sealed class SignOutAtTenant(
    ITenants tenants, IOptionsMonitor<Auth0WebAppOptions> logins, TokenClient tokenClient, TimeProvider time)
{
    private static readonly TimeSpan RevocationLimit = TimeSpan.FromSeconds(5);

    /// <summary>The schemes whose long ID tokens the log has named: once is enough.</summary>
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    public async Task LeaveAsync(
        RedirectContext redirect, OpenIdConnectEvents events, CorrelationCookies correlation, ILogger logger)
    {
        var (scheme, login) = (redirect.Scheme.Name, logins.Get(redirect.Scheme.Name));
        // The session here ends first, even if the tenant cannot be reached.
        await EndHereAsync(redirect, logger).ConfigureAwait(false);
        var tokens = EndingSession.Tokens(redirect.HttpContext, redirect.Options.SignInScheme!, tenants.Get(scheme));
        if (login.RevokeRefreshTokenOnSignOut && tokens?.RefreshToken is { } refreshToken)
        {
            await RevokeAsync(scheme, refreshToken).ConfigureAwait(false);
        }

        var returnTo = redirect.Properties.RedirectUri is { Length: > 0 } address
            ? address
            : redirect.Options.SignedOutRedirectUri;
        redirect.ProtocolMessage = LogoutRequest.Create(
            login,
            redirect.Options.ClientId!,
            tenants.Get(scheme).Address,
            await ConfigurationAsync(redirect, logger).ConfigureAwait(false),
            redirect.Properties,
            returnTo[0] == '/' ? SignedOutReturn.Absolute(redirect.HttpContext, returnTo) : returnTo,
            tokens?.IdToken);
        if (login.SendIdTokenHint && tokens?.IdToken is not null && redirect.ProtocolMessage.IdTokenHint is null
            && redirect.ProtocolMessage.PostLogoutRedirectUri is not null && _named.TryAdd(scheme, value: true))
        {
            logger.IdTokenHintLeftOut(scheme, LogoutRequest.LongestIdTokenHint);
        }

        SignedOutReturn.Begin(redirect, correlation, returnTo);
        await events.RedirectToIdentityProviderForSignOut(redirect).ConfigureAwait(false);
        if (!redirect.Handled)
        {
            redirect.Response.Redirect(redirect.ProtocolMessage.BuildRedirectUrl());
        }
    }

    private static async Task EndHereAsync(RedirectContext redirect, ILogger logger)
    {
        try
        {
            await redirect.HttpContext.SignOutAsync(redirect.Options.SignInScheme).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The browser's cookie is removed. An exception here would leave the tenant's session and the refresh token.
            logger.SessionNotEnded(redirect.Scheme.Name, e.GetType().Name);
        }
    }

    /// <summary>Revokes with its own time limit. The user does not wait long, and a browser that gives up does not cancel
    /// it.</summary>
    private async Task RevokeAsync(string scheme, string refreshToken)
    {
        using var limit = new CancellationTokenSource(RevocationLimit, time);
        await tokenClient.RevokeAsync(tenants.Get(scheme), refreshToken, limit.Token).ConfigureAwait(false);
    }

    private static async Task<OpenIdConnectConfiguration?> ConfigurationAsync(RedirectContext redirect, ILogger logger)
    {
        try
        {
            return await redirect.Options.ConfigurationManager!
                .GetConfigurationAsync(redirect.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The user is signed out here in any case.
            logger.TenantUnreachable(redirect.Scheme.Name, e.GetType().Name);
            return null;
        }
    }
}
