using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>What became of a browser's request for a token. Its text shows no token.</summary>
internal sealed record Answer
{
    /// <summary>The reason of a request whose connection broke.</summary>
    public const string NoAnswer = "NoAnswer";

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

    /// <summary>Which of the user's sessions the cookies were of.</summary>
    public int Session { get; init; }

    /// <summary>The session cookie that was sent has every change that was answered before this moment.</summary>
    public DateTimeOffset CookieKnows { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The response wrote the session cookie.</summary>
    public bool WroteCookie { get; init; }

    /// <summary>Which server answered.</summary>
    public NodeIdentity? Node { get; init; }

    /// <summary>The version in the claims of the user whom the server saw.</summary>
    public int? Version { get; init; }

    /// <summary>Whom the second cookie signs in.</summary>
    public string? ElevatedSubject { get; init; }

    /// <summary>What became of the request's sign-in; none when the server said nothing of one.</summary>
    public SignInOutcome? SignIn { get; init; }

    /// <summary>The server answered that nobody is signed in.</summary>
    public bool IsNobody => Subject is null && Node is not null;

    /// <summary>The server may still be at work: the browser did not hear of the end.</summary>
    public bool HasNoAnswer => Abandoned || Reason == NoAnswer;

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
