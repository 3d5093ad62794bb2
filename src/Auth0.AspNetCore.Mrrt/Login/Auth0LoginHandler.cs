using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>
/// Signs users in with the authorization code flow and PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636), and out
/// at the tenant. Translates HTTP to questions and answers back; the decisions are next door.
/// </summary>
internal sealed class Auth0LoginHandler(
    IOptionsMonitor<Auth0WebAppOptions> options,
    ILoggerFactory loggerFactory,
    UrlEncoder encoder,
    AuthorizationRequestFactory authorizationRequests,
    IdTokenVerifier idTokens,
    TokenClient tokenClient)
    : RemoteAuthenticationHandler<Auth0WebAppOptions>(options, loggerFactory, encoder), IAuthenticationSignOutHandler
{
    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        properties ??= new AuthenticationProperties();
        var session = await RequestSessions.FindAsync(Context, Options.CookieAuthenticationScheme)
            .ConfigureAwait(false);
        var idToken = session is { Closed: false } ? session.Tokens.IdToken : null;

        // The local session first: it ends whatever the tenant does.
        await Context.SignOutAsync(Options.CookieAuthenticationScheme).ConfigureAwait(false);
        var returnTo = properties.RedirectUri is { Length: > 0 } address ? address : "/";
        Response.Redirect(LogoutRequest.Address(
            Options,
            await ConfigurationAsync().ConfigureAwait(false),
            properties,
            returnTo[0] == '/' ? BuildRedirectUri(returnTo) : returnTo,
            idToken));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        properties.RedirectUri = ReturnAddress.LocalOrRoot(string.IsNullOrEmpty(properties.RedirectUri)
            ? OriginalPathBase + OriginalPath + Request.QueryString
            : properties.RedirectUri);
        var configuration = await Options.ConfigurationManager.GetConfigurationAsync(Context.RequestAborted)
            .ConfigureAwait(false);
        var message = authorizationRequests.Create(
            Scheme.Name, Options, properties, BuildRedirectUri(Options.CallbackPath));
        message.IssuerAddress = configuration.AuthorizationEndpoint;
        GenerateCorrelationId(properties);
        message.State = Options.StateDataFormat.Protect(properties);
        Response.Headers.CacheControl = "no-store";
        Response.Redirect(message.CreateAuthenticationRequestUrl());
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        if (!HttpMethods.IsGet(Request.Method))
        {
            return HandleRequestResult.Fail("The callback was not called with GET.");
        }

        var message = new OpenIdConnectMessage(
            Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToArray()!)));
        if (Options.StateDataFormat.Unprotect(message.State) is not { } properties)
        {
            return HandleRequestResult.Fail("The callback brought no state, or one that is not ours.");
        }

        if (!ValidateCorrelationId(properties))
        {
            return HandleRequestResult.Fail("The callback came to another browser than the login began in.", properties);
        }

        if (!string.IsNullOrEmpty(message.Error))
        {
            Logger.LoginRefused(Scheme.Name, ErrorCode.Printable(message.Error));
            return await RefusedAsync(message.Error, properties).ConfigureAwait(false);
        }

        return await SignInAsync(message.Code, properties).ConfigureAwait(false);
    }

    private async Task<HandleRequestResult> RefusedAsync(string error, AuthenticationProperties properties)
    {
        var denied = error == "access_denied"
            ? await HandleAccessDeniedErrorAsync(properties).ConfigureAwait(false)
            : HandleRequestResult.NoResult();
        return denied.None ? HandleRequestResult.Fail("The tenant refused the login.", properties) : denied;
    }

    private async Task<HandleRequestResult> SignInAsync(string? code, AuthenticationProperties properties)
    {
        if (string.IsNullOrEmpty(code)
            || properties.Items[LoginItems.RedirectUri] is not { } redirectUri
            || properties.Items[LoginItems.CodeVerifier] is not { } verifier)
        {
            return HandleRequestResult.Fail("The callback brought no code.", properties);
        }

        var answer = await tokenClient.RedeemCodeAsync(
            Scheme.Name, code, redirectUri, verifier, Context.RequestAborted).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return HandleRequestResult.Fail("The tenant did not redeem the code.", properties);
        }

        if (answer.Response.IdToken is not { } idToken)
        {
            return HandleRequestResult.Fail("The tenant's answer holds no ID token.", properties);
        }

        try
        {
            var validated = await idTokens.ValidateAsync(
                Options,
                idToken,
                answer.Response.AccessToken,
                properties.Items[LoginItems.Nonce],
                Context.RequestAborted).ConfigureAwait(false);
            if (LoginPromise.Broken(properties, validated, TimeProvider.GetUtcNow()) is { } check)
            {
                Logger.IdTokenRefused(Scheme.Name, check);
                return HandleRequestResult.Fail("The ID token is not what the login asked for.", properties);
            }

            return HandleRequestResult.Success(
                LoginTicket.Create(
                    Scheme.Name, properties, validated, answer.Response, TimeProvider.GetUtcNow()));
        }
        catch (Exception e) when (e is SecurityTokenException or OpenIdConnectProtocolException or ArgumentException)
        {
            Logger.IdTokenRefused(Scheme.Name, e.GetType().Name);
            return HandleRequestResult.Fail("The ID token is not valid.", properties);
        }
    }

    private async Task<OpenIdConnectConfiguration?> ConfigurationAsync()
    {
        try
        {
            return await Options.ConfigurationManager.GetConfigurationAsync(Context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it is, the user is signed out.
            Logger.TenantUnreachable(Scheme.Name, e.GetType().Name);
            return null;
        }
    }
}
