namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The session as the application sees it.</summary>
internal sealed record SessionAnswer(
    string? UserName, string? AccessToken, string? RefreshToken, string? IdToken, DateTimeOffset? ExpiresAt);
