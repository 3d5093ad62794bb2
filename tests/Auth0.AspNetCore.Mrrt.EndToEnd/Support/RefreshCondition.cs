namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What a provider can make of the next refresh.</summary>
public enum RefreshCondition
{
    /// <summary>The provider grants what was asked for.</summary>
    Granted,

    /// <summary>The policies do not name the audience. The answer holds a token for the audience of the sign-in.</summary>
    OtherAudience,

    /// <summary>The policies do not name one of the scopes. The provider leaves the scope out.</summary>
    DroppedScope,

    /// <summary>Somebody else has used the refresh token already.</summary>
    SpentToken,

    /// <summary>The client secret is not the provider's.</summary>
    WrongSecret,

    /// <summary>429, and the time to wait.</summary>
    RateLimited,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>The connection ends, and the refresh token has not been used.</summary>
    NoAnswer,

    /// <summary>The answer has no <c>id_token</c>.</summary>
    NoIdToken,

    /// <summary>The answer has no <c>scope</c>.</summary>
    NoScope,

    /// <summary>The answer has no <c>expires_in</c>.</summary>
    NoExpiresIn,

    /// <summary>The refresh token stays what it is.</summary>
    NotRotated,
}
