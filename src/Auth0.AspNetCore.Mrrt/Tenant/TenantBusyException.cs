using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The tenant takes no requests at the moment. Why is in the log.</summary>
internal sealed class TenantBusyException(TimeSpan retryAfter)
    : AuthenticationFailureException("The tenant takes no pushed authorization requests at the moment.")
{
    public TimeSpan RetryAfter => retryAfter;
}
