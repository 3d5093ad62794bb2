namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>What a server answers to a request for a token.</summary>
internal sealed class NodeAnswer
{
    /// <summary>Which server it is.</summary>
    public required NodeIdentity Node { get; init; }

    /// <summary>Who is signed in; none when nobody is.</summary>
    public string? Subject { get; init; }

    /// <summary>The version in the claims that the request was authenticated with; none when nobody is signed in.</summary>
    public int? Version { get; init; }

    /// <summary>Whom the second cookie signs in; none when there is none.</summary>
    public string? ElevatedSubject { get; init; }

    public string? Token { get; init; }

    /// <summary>Why there is no token.</summary>
    public string? Reason { get; init; }

    /// <summary>What the tenant said, if it was asked.</summary>
    public int? TenantStatus { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the library was asked for the token.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When the library gave the token out.</summary>
    public DateTimeOffset HandedOutAt { get; init; }

    /// <summary>What became of the request's sign-in; none when it made none.</summary>
    public SignInOutcome? SignIn { get; init; }
}
