namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>How calls reach one tenant.</summary>
/// <param name="Client">The application's own client. Null means the named client of <c>IHttpClientFactory</c>.</param>
/// <param name="Timeout">Limits one call.</param>
/// <param name="SendTelemetry">Whether calls name this library to the tenant.</param>
internal sealed record TenantChannel(HttpClient? Client, TimeSpan Timeout, bool SendTelemetry);
