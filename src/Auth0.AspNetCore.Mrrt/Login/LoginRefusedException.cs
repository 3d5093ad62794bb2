using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>A login failed a check of this library. The message has words of ours only: what the browser and the tenant
/// sent may come from anybody.</summary>
internal sealed class LoginRefusedException(string message) : AuthenticationFailureException(message);
