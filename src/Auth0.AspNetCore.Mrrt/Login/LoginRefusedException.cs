using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>A login failed a check of this library. The message contains our own words only: an attacker can choose
/// what the browser and the tenant sent.</summary>
internal sealed class LoginRefusedException(string message) : AuthenticationFailureException(message);
