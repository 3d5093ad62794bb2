using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Adds the claims of <c>/userinfo</c> (OpenID Connect Core 1.0, section 5.3). The ID token's claims win: they are
/// signed.</summary>
internal sealed class UserInfoStep(ITenants tenants, UserInfoClient client, ILogger<UserInfoStep> logger)
{
    public async Task AddAsync(
        TokenValidatedContext context, JsonElement idToken, string accessToken, OpenIdConnectEvents application)
    {
        var scheme = context.Scheme.Name;
        var (claims, problem) = await client.GetAsync(
            tenants.Get(scheme), accessToken, JwtJson.Text(idToken, "sub")!, context.HttpContext.RequestAborted)
            .ConfigureAwait(false);
        if (claims is not { } more)
        {
            logger.UserInfoRefused(scheme, problem);
            throw new LoginRefusedException("What the tenant said about the user is not to be believed.");
        }

        context.Principal = new ClaimsPrincipal(IdTokenClaims.Identity(
            context.Options.ClaimActions,
            scheme,
            LoginClaims.Union(idToken, more),
            context.SecurityToken.Issuer,
            context.Options.TokenValidationParameters));
        await TellAsync(context, more, application).ConfigureAwait(false);
    }

    private static async Task TellAsync(TokenValidatedContext context, JsonElement claims, OpenIdConnectEvents application)
    {
        using var user = JsonDocument.Parse(claims.GetRawText());
        var received = new UserInformationReceivedContext(
            context.HttpContext, context.Scheme, context.Options, context.Principal!, context.Properties!)
        {
            ProtocolMessage = context.TokenEndpointResponse!,
            User = user,
        };
        await application.UserInformationReceived(received).ConfigureAwait(false);
        switch (received.Result)
        {
            case null:
                context.Principal = received.Principal;
                break;
            case { Handled: true }:
                context.HandleResponse();
                break;
            case { Skipped: true }:
                context.SkipHandler();
                break;
            case { Failure: { } failure }:
                context.Fail(failure);
                break;
            case { Succeeded: true }:
                context.Fail("The event UserInformationReceived cannot complete a login: use TokenValidated.");
                break;
        }
    }
}
