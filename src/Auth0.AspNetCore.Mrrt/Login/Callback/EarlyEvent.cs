using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Refuses what an application's event cannot decide before the checks have passed.</summary>
internal static class EarlyEvent
{
    /// <summary>Turns a <c>Success()</c> into a failure.</summary>
    public static void RefuseSuccess(RemoteAuthenticationContext<OpenIdConnectOptions> context, string name)
    {
        if (context.Result is { Succeeded: true })
        {
            context.Fail(NoSuccess(name));
        }
    }

    public static string NoSuccess(string name) =>
        $"The event {name} cannot complete a login, because not every check has passed: use "
        + $"{nameof(OpenIdConnectEvents.OnTokenValidated)}.";

    /// <summary>Refuses a user or an ID token that an event sets. The framework then skips <c>OnTokenValidated</c>, and with
    /// it the checks of this library.</summary>
    /// <exception cref="NotSupportedException">The event set one of them.</exception>
    public static void RefuseUser(RemoteAuthenticationContext<OpenIdConnectOptions> context, JwtSecurityToken? token, string name)
    {
        if (context.Result is null && (context.Principal is not null || token is not null))
        {
            throw new NotSupportedException(
                $"A user or an ID token set in the event {name} is not supported: set the user in "
                + $"{nameof(OpenIdConnectEvents.OnTokenValidated)}.");
        }
    }
}
