namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What the application got when it asked for a token.</summary>
internal sealed record TokenAnswer(string? Token, string? Reason, int? StatusCode, string[] Scopes)
{
    public string? Error { get; init; }

    public string[] MissingScopes { get; init; } = [];

    /// <summary>Seconds.</summary>
    public double? RetryAfter { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
