namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What a provider saw.</summary>
internal sealed class ProviderTally
{
    /// <summary>Refreshes that were granted.</summary>
    public required int Exchanges { get; init; }

    /// <summary>The same by the audience that was asked for.</summary>
    public required IReadOnlyDictionary<string, int> ExchangesByAudience { get; init; }

    /// <summary>Refresh tokens presented after they were spent.</summary>
    public required int ReuseDetections { get; init; }

    /// <summary>Refresh tokens and all their successors, ended by the provider or by a revocation.</summary>
    public required int FamiliesRevoked { get; init; }

    /// <summary>Requests of the application to end a refresh token.</summary>
    public required int Revocations { get; init; }

    /// <summary>The most token calls at the same time.</summary>
    public required int MaxTokenCallsInFlight { get; init; }

    public required int Logouts { get; init; }
}
