namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>What a server answers to a request for a token.</summary>
internal sealed class NodeAnswer
{
    /// <summary>Who is signed in; none when nobody is.</summary>
    public string? Subject { get; init; }

    public string? Token { get; init; }

    /// <summary>Why there is no token.</summary>
    public string? Reason { get; init; }

    /// <summary>What the tenant said, if it was asked.</summary>
    public int? TenantStatus { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the library gave the token out.</summary>
    public DateTimeOffset HandedOutAt { get; init; }
}
