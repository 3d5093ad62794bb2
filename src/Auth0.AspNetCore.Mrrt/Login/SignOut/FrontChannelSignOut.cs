using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.SignOut;

/// <summary>Checks a sign-out that the tenant's page asks for in a frame (OpenID Connect Front-Channel Logout 1.0, section
/// 2). Any page can open the address, so it must name this browser's session and its issuer. The framework compares with
/// the user's claims, and lets a request pass where the user has no such claim.</summary>
internal sealed class FrontChannelSignOut(ILogger<FrontChannelSignOut> logger)
{
    /// <summary>Answers a request that names another session. The framework's handler ends the session otherwise.</summary>
    public async Task CheckAsync(RemoteSignOutContext context)
    {
        var session = await context.HttpContext.AuthenticateAsync(context.Options.SignOutScheme).ConfigureAwait(false);
        if (session.Succeeded && Problem(context, session.Ticket) is { } problem)
        {
            logger.FrontChannelSignOutRefused(context.Scheme.Name, problem);
            context.HandleResponse();
        }
    }

    private static string? Problem(RemoteSignOutContext context, AuthenticationTicket session)
    {
        if (session.Properties.GetTokenValue("id_token") is not { } idToken)
        {
            // The framework's handler compares the claim.
            return session.Principal.FindFirst("sid") is { Value.Length: > 0 }
                ? null
                : "the session has no ID token and no sid to compare with";
        }

        if (ReadableJwt.Read(idToken) is not { } token || JwtJson.Payload(token) is not JsonElement claims)
        {
            return "the session's ID token cannot be read";
        }

        var message = context.ProtocolMessage!;
        return !string.Equals(message.Iss, token.Issuer, StringComparison.Ordinal) ? "iss is missing or not the session's"
            : !string.Equals(message.Sid, JwtJson.Text(claims, "sid"), StringComparison.Ordinal)
                || string.IsNullOrEmpty(message.Sid) ? "sid is missing or not the session's"
            : null;
    }
}
