using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>A login cannot begin at the moment, and can a little later.</summary>
internal sealed class LoginBusyException(TimeSpan retryAfter)
    : AuthenticationFailureException("The tenant takes no logins at the moment.")
{
    public TimeSpan RetryAfter => retryAfter;
}
