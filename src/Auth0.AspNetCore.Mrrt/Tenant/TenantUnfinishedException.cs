namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>A document of the tenant is well formed and has no content yet, such as a key set without keys. The next call
/// asks again.</summary>
internal sealed class TenantUnfinishedException(string message) : Exception(message);
