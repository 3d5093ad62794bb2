namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>A call to the provider's token endpoint, as the provider logged it. No token in it.</summary>
public sealed class ProviderExchange
{
    /// <summary>When it was decided: milliseconds since 1970.</summary>
    public required long T { get; init; }

    public required string? Grant { get; init; }

    /// <summary>"granted", "refused", or "reuse" when a spent refresh token was presented.</summary>
    public required string Outcome { get; init; }

    /// <summary>The user, when the code or the refresh token named one.</summary>
    public string? User { get; init; }

    /// <summary>Of the access token that was issued.</summary>
    public string? Audience { get; init; }

    /// <summary>Of the access token that was issued.</summary>
    public string? Scope { get; init; }

    /// <summary>Names the refresh token and all its successors; a hash.</summary>
    public string? Family { get; init; }

    /// <summary>Of the refresh token that was presented; a sign-in's own is 1.</summary>
    public int? Generation { get; init; }

    /// <summary>The hash of the access token that was issued: see <see cref="CertifiedProvider.HashOf"/>.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The request's <c>Auth0-Client</c> header.</summary>
    public string? Telemetry { get; init; }
}
