namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The kinds of calls that pause when the tenant has had enough of them.</summary>
internal enum PausedCall
{
    /// <summary>A pushed authorization request.</summary>
    Push,

    /// <summary>A refresh.</summary>
    Refresh,
}
