using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Completes a login after the signature of its ID token was checked: checks what the login asked for, reads the
/// claims, and writes the tokens into the ticket.</summary>
internal sealed class LoginCompletion(
    ITenants tenants,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens,
    IdTokenVerifier verifier,
    UserInfoStep userInfo,
    TimeProvider time,
    ILogger<LoginCompletion> logger)
{
    public async Task CompleteAsync(TokenValidatedContext context, LoginProgress progress, OpenIdConnectEvents application)
    {
        var (scheme, response, now) = (context.Scheme.Name, progress.Answer!, time.GetUtcNow());
        // The verifier has read it before: a token that cannot be read does not come here.
        var claims = JwtJson.Payload(context.SecurityToken.RawPayload)!.Value;
        RequireLogin(context, claims, response, now);
        context.Nonce = LoginItems.Read(context.Properties!.Items, LoginItems.Nonce);
        JsonElement? more = context.Options.GetClaimsFromUserInfoEndpoint
            ? await userInfo.GetAsync(context, claims, response.AccessToken).ConfigureAwait(false)
            : null;
        context.Principal = new ClaimsPrincipal(IdTokenClaims.Identity(
            context.Options.ClaimActions,
            scheme,
            more is { } said ? LoginClaims.Union(claims, said) : claims,
            context.SecurityToken.Issuer,
            context.Options.TokenValidationParameters));
        if (more is { } received)
        {
            await UserInfoStep.TellAsync(context, received, application).ConfigureAwait(false);
            if (context.Result is not null)
            {
                return;
            }
        }

        context.Properties = LoginTicket.Of(
            scheme, progress.SessionId!, context.Properties!, response, claims, tenants.MarkOf(scheme), now);
        if (response.RefreshToken is null && accessTokens.Get(scheme) is { Enabled: true, UseRefreshTokens: true })
        {
            logger.NoRefreshTokenAtLogin(scheme);
        }
    }

    /// <summary>Checks the ID token against the login that asked for it.</summary>
    /// <exception cref="LoginRefusedException">A check failed. The log names it.</exception>
    private void RequireLogin(
        TokenValidatedContext context, JsonElement claims, TokenResponse response, DateTimeOffset now)
    {
        var properties = context.Properties!;
        string? check;
        try
        {
            verifier.RequireAnswer(
                tenants.Get(context.Scheme.Name).IdTokens,
                context.SecurityToken,
                response.AccessToken,
                LoginItems.Read(properties.Items, LoginItems.Nonce),
                context.Options.ProtocolValidator);
            check = LoginRequirements.FirstUnmet(properties, claims, context.Options.TokenValidationParameters.ClockSkew, now);
        }
        catch (Exception e)
        {
            // A library may throw for a malformed token. An unchecked token is not accepted.
            check = IdTokenRefusedException.CheckOf(e);
        }

        if (check is not null)
        {
            logger.IdTokenRefused(context.Scheme.Name, check);
            throw new LoginRefusedException(IdTokenHandler.Refusal);
        }

        if (LoginRequirements.HasSenselessExpiry(claims))
        {
            logger.SessionExpiryIgnored(context.Scheme.Name);
        }
    }
}
