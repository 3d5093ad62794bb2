namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>What the token endpoint does to the next calls instead of, or after, its work.</summary>
public sealed class ProviderFault
{
    public int Count { get; init; } = 1;

    /// <summary>"respond" with an error, "drop" the connection, or "dropAfter" the tokens were rotated.</summary>
    public string Mode { get; init; } = "respond";

    /// <summary>Only calls with this grant type.</summary>
    public string? Grant { get; init; }

    public int? Status { get; init; }

    public string? Error { get; init; }

    /// <summary>Seconds in Retry-After.</summary>
    public int? RetryAfter { get; init; }
}
