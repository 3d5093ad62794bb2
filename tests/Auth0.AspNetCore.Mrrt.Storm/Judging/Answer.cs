namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>What became of a browser's request for a token. Its text shows no token.</summary>
internal sealed record Answer
{
    /// <summary>Whose browser it was.</summary>
    public required string User { get; init; }

    public required string Audience { get; init; }

    /// <summary>The scopes that the token must cover: what the servers ask for by default, and what the request named.</summary>
    public required string Scope { get; init; }

    public required DateTimeOffset Asked { get; init; }

    public required DateTimeOffset Answered { get; init; }

    /// <summary>The browser went away before the answer came.</summary>
    public bool Abandoned { get; init; }

    /// <summary>One that the storm made of itself, to see whether a session lives: judged, and not counted.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Whether the user was signed in all the while: no sign-in or sign-out was under way.</summary>
    public bool SignedIn { get; init; } = true;

    /// <summary>Whom the server took the user for.</summary>
    public string? Subject { get; init; }

    public HandedToken? Token { get; init; }

    /// <summary>A server gave out something that is no token of the tenant's making.</summary>
    public bool HasUnreadableToken { get; init; }

    /// <summary>When the server gave the token out.</summary>
    public DateTimeOffset HandedOutAt { get; init; }

    /// <summary>When the server thinks that it asked for the token.</summary>
    public DateTimeOffset? ObtainedAt { get; init; }

    /// <summary>Why there is no token.</summary>
    public string? Reason { get; init; }

    public override string ToString() => $"{Asked:HH:mm:ss.fff} {User} {Audience} [{Scope}]";
}
