namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// One entry of an application's Multi-Resource Refresh Token policies: an API its refresh tokens may be exchanged
/// for, and the scopes they may obtain there. See <em>Multi-Resource Refresh Token</em> in Auth0's documentation.
/// </summary>
public sealed class RefreshTokenPolicy
{
    /// <summary>The API Identifier. An entry for an API the tenant does not know is ignored, as at Auth0.</summary>
    public required string Audience { get; init; }

    /// <summary>The scopes. Those the API does not define are ignored.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"{Audience}: {string.Join(' ', Scopes)}";
}
