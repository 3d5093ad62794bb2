using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Raises <c>RemoteFailure</c> for a login that failed where the framework's handler does not raise it. The application
/// may answer.</summary>
/// <param name="http">The request.</param>
/// <param name="scheme">The login scheme.</param>
/// <param name="options">The scheme's options.</param>
/// <param name="events">The events of the application.</param>
internal sealed class LoginFailure(
    HttpContext http, AuthenticationScheme scheme, OpenIdConnectOptions options, OpenIdConnectEvents events)
{
    /// <summary>Returns the application's answer. Null when it gave none.</summary>
    public async Task<HandleRequestResult?> AnswerAsync(
        AuthenticationFailureException failure, AuthenticationProperties? properties)
    {
        var failed = new RemoteFailureContext(http, scheme, options, failure) { Properties = properties };
        await events.RemoteFailure(failed).ConfigureAwait(false);
        return failed.Result;
    }

    /// <summary>Refuses a login whose session cookie the server would not take: its browser could not even sign out.</summary>
    /// <returns>True when the application answered the request. False when the request goes on.</returns>
    /// <exception cref="LoginRefusedException">The application gave no answer.</exception>
    public async Task<bool> RefuseAsync(CookieTooLargeException tooLarge, AuthenticationProperties? properties, ILogger logger)
    {
        logger.SessionTooLarge(scheme.Name, tooLarge.Length, tooLarge.Limit);
        var failure = new LoginRefusedException(tooLarge.Message);
        return await AnswerAsync(failure, properties).ConfigureAwait(false) switch
        {
            { Handled: true } => true,
            { Skipped: true } => false,
            _ => throw failure,
        };
    }
}
