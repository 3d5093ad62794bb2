namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>Where a call to <c>/oauth/token</c> can be held.</summary>
public enum TokenCallMoment
{
    /// <summary>It has arrived; nothing is decided and no refresh token is spent.</summary>
    BeforeProcessing,

    /// <summary>It is decided, the refresh token has rotated, and the answer has not left yet.</summary>
    AfterProcessing,
}
