namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>An API (resource server) registered at the tenant, as under <em>Applications &gt; APIs</em> in Auth0.</summary>
public sealed class TenantApi
{
    /// <summary>The API Identifier: what applications send as <c>audience</c>. Compared exactly.</summary>
    public required string Identifier { get; init; }

    /// <summary>What the consent text calls the API.</summary>
    /// <value>The default is the empty string: the identifier is shown instead.</value>
    public string Name { get; set; } = "";

    /// <summary>The permissions the API defines. A scope that is not here is never granted for it.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>Whether a sign-in for this API may obtain a refresh token (<em>Allow Offline Access</em>).</summary>
    /// <value>The default is <see langword="true"/>; at Auth0 a new API starts with <see langword="false"/>.</value>
    public bool AllowOfflineAccess { get; set; } = true;

    /// <summary>
    /// Whether first-party applications reach this API without a consent page (<em>Allow Skipping User Consent</em>).
    /// A Multi-Resource Refresh Token policy for an API that does not is ignored.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SkipConsentForFirstParty { get; set; } = true;

    /// <summary>How long an access token for this API is valid.</summary>
    /// <value>The default is 24 hours; more than zero, in whole seconds.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether scopes are cut to the user's <see cref="TenantUser.Permissions"/> for this API (<em>Enable RBAC</em>).
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool EnforcePermissions { get; set; }

    /// <summary>Whether access tokens carry a <c>permissions</c> claim (<em>Add Permissions in the Access Token</em>).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AddPermissions { get; set; }

    internal string DisplayName => Name.Length > 0 ? Name : Identifier;

    /// <inheritdoc />
    public override string ToString() => Identifier;
}
