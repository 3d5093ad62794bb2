using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>A login cannot begin now. The user may try again later.</summary>
internal sealed class LoginBusyException(TimeSpan retryAfter)
    : AuthenticationFailureException("The tenant takes no logins at the moment.")
{
    public TimeSpan RetryAfter => retryAfter;
}
