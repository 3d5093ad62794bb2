namespace Auth0.AspNetCore.Mrrt.Testing.Sessions;

/// <summary>A browser's session at the tenant: what makes single sign-on work.</summary>
internal sealed class TenantSession(string id, TenantUser user, DateTimeOffset now)
{
    /// <summary>The <c>sid</c> claim. Not the cookie's value, which is a secret.</summary>
    public string Id { get; } = id;

    public TenantUser User { get; } = user;

    public DateTimeOffset StartedAt { get; } = now;

    /// <summary>When the user last proved who they are: <c>auth_time</c>.</summary>
    public DateTimeOffset AuthenticatedAt { get; set; } = now;

    public DateTimeOffset UsedAt { get; set; } = now;
}
