namespace Auth0.AspNetCore.Mrrt.Storm.Tenant;

/// <summary>What a tenant has counted so far.</summary>
internal sealed record TenantProgress(int Logins, int Exchanges, int ReuseDetections);
