namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>Who sells the tokens.</summary>
internal enum TenantKind
{
    Local,
    Certified,
}
