namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>What the real provider counted since its start or the last reset.</summary>
public sealed class ProviderCounters
{
    /// <summary>By endpoint: authorize, par, token, userinfo, endSession, revoke, jwks, discovery.</summary>
    public required IReadOnlyDictionary<string, int> Requests { get; init; }

    public required IReadOnlyDictionary<string, int> TokenByGrant { get; init; }

    public required IReadOnlyDictionary<string, int> TokenOk { get; init; }

    public required IReadOnlyDictionary<string, int> TokenErrors { get; init; }

    /// <summary>Refreshes by the audience they asked for; "(none)" without one.</summary>
    public required IReadOnlyDictionary<string, int> RefreshByAudience { get; init; }

    public required int InjectedFailures { get; init; }

    /// <summary>Refresh tokens presented after they were spent. What this library is there to keep at zero.</summary>
    public required int ReuseDetections { get; init; }

    public required int GrantsRevoked { get; init; }

    /// <summary>Those of them that a reuse brought about, and no application asked for.</summary>
    public required int GrantsRevokedForReuse { get; init; }

    public required int RefreshTokensIssued { get; init; }

    public required int RefreshTokensConsumed { get; init; }

    public required int AccessTokensIssued { get; init; }

    public required int DpopProofs { get; init; }

    /// <summary>The most token requests that were answered at the same time.</summary>
    public required int TokenMaxInFlight { get; init; }

    public required int BackchannelOk { get; init; }

    public required int BackchannelErrors { get; init; }

    /// <summary>How often a user had to say who they are.</summary>
    public required int Logins { get; init; }

    public required int Logouts { get; init; }
}
