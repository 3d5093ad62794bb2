namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>All refresh tokens that descend from one sign-in.</summary>
internal sealed class RefreshTokenFamily(string id, LoginGrant grant, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public LoginGrant Grant { get; } = grant;

    /// <summary>Where the absolute lifetime starts; rotation does not move it.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The absolute lifetime that the application had at the sign-in.</summary>
    public TimeSpan? Lifetime { get; } = grant.Client.AbsoluteLifetime;

    public bool IsRevoked { get; set; }

    public bool IsExpired(DateTimeOffset now) => Lifetime is { } lifetime && now >= StartedAt + lifetime;
}
