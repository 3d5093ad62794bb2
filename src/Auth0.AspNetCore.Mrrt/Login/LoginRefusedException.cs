using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>A login failed a check of this library. The message contains our own words only: an attacker can choose
/// what the browser and the tenant sent.</summary>
internal sealed class LoginRefusedException(string message) : AuthenticationFailureException(message)
{
    /// <summary>Puts the tenant's error into the exception's data, as the framework's handlers do. The exception's text may
    /// reach a page.</summary>
    /// <param name="message">Our own words.</param>
    /// <param name="error">The tenant's error code, in a form that may be printed.</param>
    /// <param name="errorDescription">The tenant's own words.</param>
    public static LoginRefusedException ByTenant(string message, string? error, string? errorDescription)
    {
        var failure = new LoginRefusedException(message);
        failure.Data["error"] = error;
        failure.Data["error_description"] = errorDescription;
        return failure;
    }
}
