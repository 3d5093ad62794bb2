using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Makes a ticket of a code: redeems it, checks what comes back, and lets the application have its say where
/// nothing has failed before.</summary>
internal sealed class CodeLogin(
    TokenClient tokenClient, IdTokenVerifier idTokens, UserInfoClient userInfo, ILogger<CodeLogin> logger)
{
    /// <summary>OpenID Connect Core 1.0, section 3.1.3.3.</summary>
    private const string BearerTokenType = "Bearer";

    public async Task<HandleRequestResult> CompleteAsync(LoginAttempt login)
    {
        if (TokenRequest(login) is not { } request)
        {
            logger.CallbackRefused(login.Scheme.Name, "it brings no code");
            return HandleRequestResult.Fail("The callback was refused: it brings no code.", login.Properties);
        }

        var received = new AuthorizationCodeReceivedContext(
            login.HttpContext, login.Scheme, login.Options, login.Properties)
        {
            ProtocolMessage = login.Message,
            TokenEndpointRequest = request,
        };
        await login.Events.AuthorizationCodeReceived(received).ConfigureAwait(false);
        if (received.Result is { } decided)
        {
            return decided;
        }

        var answer = await tokenClient.RedeemCodeAsync(
            login.Scheme.Name, request.Parameters, login.HttpContext.RequestAborted).ConfigureAwait(false);
        return answer.Succeeded
            ? await CheckAsync(login, answer.Response).ConfigureAwait(false)
            : HandleRequestResult.Fail("The tenant did not redeem the code.", login.Properties);
    }

    private static OpenIdConnectMessage? TokenRequest(LoginAttempt login)
    {
        if (string.IsNullOrEmpty(login.Message.Code)
            || LoginItems.Read(login.Properties.Items, LoginItems.RedirectUri) is not { } redirectUri
            || LoginItems.Read(login.Properties.Items, LoginItems.CodeVerifier) is not { } verifier)
        {
            return null;
        }

        var request = new OpenIdConnectMessage
        {
            EnableTelemetryParameters = false,
            GrantType = OpenIdConnectGrantTypes.AuthorizationCode,
            Code = login.Message.Code,
            RedirectUri = redirectUri,
        };
        request.SetParameter("code_verifier", verifier);
        return request;
    }

    private async Task<HandleRequestResult> CheckAsync(LoginAttempt login, TokenResponse response)
    {
        if (!string.Equals(response.TokenType, BearerTokenType, StringComparison.OrdinalIgnoreCase))
        {
            // A token is not used by who does not understand its type (RFC 6749, section 7.1).
            logger.TokensRefused(login.Scheme.Name, "token_type");
            return HandleRequestResult.Fail("The tenant gave a token of a type that was not asked for.", login.Properties);
        }

        var told = Told(response, login.Now);
        var received = new TokenResponseReceivedContext(
            login.HttpContext, login.Scheme, login.Options, login.Properties)
        {
            ProtocolMessage = login.Message,
            TokenEndpointResponse = told,
        };
        await login.Events.TokenResponseReceived(received).ConfigureAwait(false);
        if (received.Result is { } decided)
        {
            return decided;
        }

        if (await IdTokenAsync(login, response).ConfigureAwait(false) is not { } idToken
            || await ClaimsAsync(login, response, idToken).ConfigureAwait(false) is not { } claims)
        {
            return HandleRequestResult.Fail("What the tenant said about the user is not to be believed.", login.Properties);
        }

        return await SignInAsync(login, response, told, idToken, claims).ConfigureAwait(false);
    }

    /// <summary>Gives the ID token if it is what the login asked for; the log says what is wrong with it.</summary>
    private async Task<JsonWebToken?> IdTokenAsync(LoginAttempt login, TokenResponse response)
    {
        string? check = null;
        try
        {
            if (response.IdToken is null)
            {
                check = "there is none";
                return null;
            }

            var idToken = await idTokens.ValidateAsync(
                login.Options,
                response.IdToken,
                response.AccessToken,
                LoginItems.Read(login.Properties.Items, LoginItems.Nonce),
                login.HttpContext.RequestAborted).ConfigureAwait(false);
            check = LoginPromise.Broken(login.Properties, idToken, login.Now);
            if (check is null && LoginPromise.HasSenselessExpiry(idToken))
            {
                logger.SessionExpiryIgnored(login.Scheme.Name);
            }

            return check is null ? idToken : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a library makes of a strange token: not checked is not accepted.
            check = IdTokenRefusedException.CheckOf(e);
            return null;
        }
        finally
        {
            if (check is not null)
            {
                logger.IdTokenRefused(login.Scheme.Name, check);
            }
        }
    }

    private async Task<JsonElement?> ClaimsAsync(LoginAttempt login, TokenResponse response, JsonWebToken idToken)
    {
        var claims = JwtJson.Payload(idToken);
        if (claims is null || !login.Options.GetClaimsFromUserInfoEndpoint)
        {
            return claims;
        }

        var (more, problem) = await userInfo.GetAsync(
            login.Options, response.AccessToken, idToken.Subject, login.HttpContext.RequestAborted).ConfigureAwait(false);
        if (more is null)
        {
            logger.UserInfoRefused(login.Scheme.Name, problem);
            return null;
        }

        return LoginClaims.Union(claims.Value, more.Value);
    }

    private static async Task<HandleRequestResult> SignInAsync(
        LoginAttempt login, TokenResponse response, OpenIdConnectMessage told, JsonWebToken idToken, JsonElement claims)
    {
        LoginTicket.Write(login.Scheme.Name, login.Properties, response, idToken, login.Now);
        var validated = new TokenValidatedContext(login.HttpContext, login.Scheme, login.Options, login.Properties)
        {
            Principal = new ClaimsPrincipal(
                IdTokenClaims.Identity(login.Options, login.Scheme.Name, claims, idToken.Issuer)),
            ProtocolMessage = login.Message,
            TokenEndpointResponse = told,
            SecurityToken = idToken,
        };
        await login.Events.TokenValidated(validated).ConfigureAwait(false);
        if (validated.Result is { } decided)
        {
            return decided;
        }

        return validated.Principal is { } principal
            ? HandleRequestResult.Success(
                new AuthenticationTicket(principal, validated.Properties, login.Scheme.Name))
            : HandleRequestResult.Fail("The application took the user away.", login.Properties);
    }

    private static OpenIdConnectMessage Told(TokenResponse response, DateTimeOffset now) => new()
    {
        EnableTelemetryParameters = false,
        AccessToken = response.AccessToken,
        IdToken = response.IdToken,
        TokenType = response.TokenType,
        ExpiresIn = ((long)(response.ExpiresAt - now).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        Scope = response.Scope,
    };
}
