using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Gets the claims of <c>/userinfo</c> (OpenID Connect Core 1.0, section 5.3). The ID token's claims win: they are
/// signed.</summary>
internal sealed class UserInfoStep(ITenants tenants, UserInfoClient client, ILogger<UserInfoStep> logger)
{
    /// <summary>Gets the claims.</summary>
    /// <exception cref="LoginRefusedException">The tenant did not give them, or they are about another user.</exception>
    public async Task<JsonElement> GetAsync(TokenValidatedContext context, JsonElement idToken, string accessToken)
    {
        var scheme = context.Scheme.Name;
        var (claims, problem) = await client.GetAsync(
            tenants.Get(scheme), accessToken, JwtJson.Text(idToken, "sub")!, context.HttpContext.RequestAborted)
            .ConfigureAwait(false);
        if (claims is { } more)
        {
            return more;
        }

        logger.UserInfoRefused(scheme, problem);
        throw new LoginRefusedException(IdTokenHandler.Refusal);
    }

    /// <summary>Raises the application's event, which may change the user or end the login.</summary>
    public static async Task TellAsync(TokenValidatedContext context, JsonElement claims, OpenIdConnectEvents application)
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
                context.Fail(EarlyEvent.NoSuccess(nameof(application.OnUserInformationReceived)));
                break;
        }
    }
}
