namespace Auth0.AspNetCore.Mrrt.Grants.Refresh;

/// <summary>What has become of a refresh token that was sent.</summary>
internal enum RefreshTokenFate
{
    /// <summary>It is still the newest one.</summary>
    Unchanged,

    /// <summary>The answer has the one that takes its place.</summary>
    Rotated,

    /// <summary>It is dead, and no other takes its place.</summary>
    Lost,
}
