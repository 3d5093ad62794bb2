namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Tells an outage of the tenant, which passes, from an answer that is wrong, which somebody must look at.</summary>
internal static class TenantOutage
{
    public static bool Is(Exception exception) =>
        exception switch
        {
            HttpRequestException { StatusCode: { } status } => (int)status is 408 or 429 or >= 500,
            // An answer that is too large is no outage.
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
            _ => exception is HttpRequestException or IOException or OperationCanceledException or TimeoutException,
        }
        || exception.InnerException is { } inner && Is(inner);
}
