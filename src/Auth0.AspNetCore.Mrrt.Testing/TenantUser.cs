using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>Somebody who can sign in at the tenant. There are no passwords: the login page has a button per user.</summary>
public sealed class TenantUser
{
    /// <summary>The user id, which becomes <c>sub</c>; for example <c>auth0|alice</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The full name; the <c>name</c> claim when <c>profile</c> is granted.</summary>
    public required string Name { get; set; }

    /// <summary>The address; the <c>email</c> claim when <c>email</c> is granted.</summary>
    public required string Email { get; set; }

    /// <summary>The <c>email_verified</c> claim.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EmailVerified { get; set; } = true;

    /// <summary>
    /// Claims that an Action would add to the ID token. One that the tenant sets itself is replaced, so a test can
    /// also hand out ID tokens with a wrong <c>aud</c>, <c>nonce</c> or <c>session_expiry</c>.
    /// </summary>
    public JsonObject IdTokenClaims { get; } = [];

    /// <summary>Claims that an Action would add to access tokens; they replace the tenant's own of the same name.</summary>
    public JsonObject AccessTokenClaims { get; } = [];

    /// <summary>
    /// The user's permissions by API Identifier, for APIs that set <see cref="TenantApi.EnforcePermissions"/> or
    /// <see cref="TenantApi.AddPermissions"/>.
    /// </summary>
    public IDictionary<string, IList<string>> Permissions { get; } =
        new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>The organizations (ids or names) the user is a member of.</summary>
    /// <value>The default is empty: a member of every organization that is asked for.</value>
    public IList<string> Organizations { get; init; } = [];

    /// <summary>Whether the user is blocked: sign-in and refresh are refused with "user is blocked".</summary>
    /// <value>The default is <see langword="false"/>. May be changed while the tenant runs.</value>
    public bool Blocked { get; set; }

    /// <summary>Whether the user was deleted: no longer on the login page, and refused on refresh.</summary>
    /// <value>The default is <see langword="false"/>. May be changed while the tenant runs.</value>
    public bool Deleted { get; set; }

    /// <inheritdoc />
    public override string ToString() => Id;
}
