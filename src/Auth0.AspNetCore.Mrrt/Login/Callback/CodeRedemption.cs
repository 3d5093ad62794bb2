using System.Globalization;
using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Redeems a code for tokens (RFC 6749, section 4.1.3), with the client's own authentication.</summary>
internal sealed class CodeRedemption(
    ITenants tenants, TokenClient tokenClient, CallbackFlights flights, TimeProvider time, ILogger<CodeRedemption> logger)
{
    /// <summary>OpenID Connect Core 1.0, section 3.1.3.3.</summary>
    private const string BearerTokenType = "Bearer";

    /// <summary>Refuses tokens that the application obtained itself. The library has not checked their answer.</summary>
    /// <exception cref="NotSupportedException">The application redeemed the code.</exception>
    public static void RequireOwn(AuthorizationCodeReceivedContext context)
    {
        if (context.Result is null && context.HandledCodeRedemption)
        {
            throw new NotSupportedException(
                "HandleCodeRedemption is not supported: add parameters to TokenEndpointRequest, or set "
                + $"{nameof(Auth0WebAppOptions)}.{nameof(Auth0WebAppOptions.Backchannel)}, instead.");
        }
    }

    public async Task<OpenIdConnectMessage> RedeemAsync(
        string scheme, OpenIdConnectMessage request, LoginProgress progress, HttpResponse httpResponse)
    {
        var tenant = tenants.Get(scheme);
        var flight = await flights.JoinAsync(
            tenant, progress.Properties!, request.Code, httpResponse, () => tokenClient.RedeemCodeAsync(
                // Not the request's token: another request of the same browser may wait for this answer.
                tenant, request.Parameters, CancellationToken.None)).ConfigureAwait(false);
        if (!flight.Answer.Succeeded)
        {
            if (SettingsHint.OfCode(flight.Answer.StatusCode, flight.Answer.Error) is { } hint)
            {
                logger.CodeRefusedHint(scheme, hint);
            }

            throw LoginRefusedException.ByTenant(
                "The tenant did not redeem the code.",
                Printable.Code(flight.Answer.Error),
                flight.Answer.ErrorDescription);
        }

        var response = flight.Answer.Response;
        if (!string.Equals(response.TokenType, BearerTokenType, StringComparison.OrdinalIgnoreCase))
        {
            // A client must not use a token whose type it does not understand (RFC 6749, section 7.1).
            logger.TokensRefused(scheme, "token_type");
            throw new LoginRefusedException("The tenant gave a token of a type that was not asked for.");
        }

        progress.Answer = response;
        progress.SessionId = flight.SessionId;
        return Shown(response, time.GetUtcNow());
    }

    /// <summary>The answer that the application's events see. It has no refresh token.</summary>
    private static OpenIdConnectMessage Shown(TokenResponse response, DateTimeOffset now) => new()
    {
        EnableTelemetryParameters = false,
        AccessToken = response.AccessToken,
        IdToken = response.IdToken,
        TokenType = response.TokenType,
        ExpiresIn = ((long)(response.ExpiresAt - now).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        Scope = response.Scope,
    };
}
