namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>What a test may turn at the real provider. What is left <see langword="null"/> stays as it is.</summary>
public sealed class ProviderKnobs
{
    /// <summary>How long the token endpoint waits before it does anything.</summary>
    public int? TokenLatencyMs { get; init; }

    public ProviderFault? FailNextToken { get; init; }

    /// <summary>Seconds.</summary>
    public int? AccessTokenTtl { get; init; }

    public IReadOnlyDictionary<string, int>? AccessTokenTtlByResource { get; init; }

    /// <summary>Seconds.</summary>
    public int? RefreshTokenTtl { get; init; }

    public bool? Rotate { get; init; }

    /// <summary>How long a spent refresh token is still taken: Auth0's overlap period.</summary>
    public int? LeewaySeconds { get; init; }

    /// <summary>Outside the policies: "ignore" as Auth0 does, "error", or "burn" the refresh token.</summary>
    public string? UnknownAudience { get; init; }

    /// <summary>The login's audience too gets its whole policy, whatever scopes the login asked for.</summary>
    public bool? WidenLoginAudience { get; init; }

    public bool? RequireDpopNonce { get; init; }

    /// <summary>"auto"; "deny": the user says no; "page": the user has to click.</summary>
    public string? Login { get; init; }
}
