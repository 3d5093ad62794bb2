namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>Which tenant issues the tokens.</summary>
internal enum TenantKind
{
    Local,
    Certified,
}
