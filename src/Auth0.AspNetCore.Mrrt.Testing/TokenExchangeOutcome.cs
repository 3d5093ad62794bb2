namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>What became of a call to <c>/oauth/token</c>.</summary>
public enum TokenExchangeOutcome
{
    /// <summary>Tokens were issued (and, where <see cref="TokenExchange.Fault"/> says so, lost on the way).</summary>
    Granted,

    /// <summary>The call was refused with an OAuth error.</summary>
    Refused,

    /// <summary>A voided refresh token was presented and its whole family was revoked.</summary>
    ReuseDetected,

    /// <summary>A fault answered instead of the tenant; nothing was issued and nothing rotated.</summary>
    Faulted,
}
