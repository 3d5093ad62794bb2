namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The tenant takes no requests at the moment. The log says why.</summary>
internal sealed class TenantBusyException(TimeSpan retryAfter) : Exception("The tenant takes no requests at the moment.")
{
    public TimeSpan RetryAfter => retryAfter;
}
