namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Gives the tenant and the client of an authentication scheme.</summary>
internal interface ITenants
{
    /// <summary>Resolves the settings as the application's options stand where this is called.</summary>
    TenantSettings Get(string scheme);

    /// <summary>Gives <see cref="TenantSettings.Mark"/> of the same settings. Each request with a session asks.</summary>
    string MarkOf(string scheme);
}
