using Auth0.AspNetCore.Mrrt.RealOp;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>A call to the tenant's token endpoint, as the tenant logged it.</summary>
internal sealed record LoggedExchange
{
    public bool IsRefresh { get; init; } = true;

    public string? User { get; init; }

    public string? Audience { get; init; }

    public string? Scope { get; init; }

    public string? Family { get; init; }

    /// <summary>Of the refresh token that was presented; a sign-in's own is 1.</summary>
    public int? Generation { get; init; }

    public TokenExchangeOutcome Outcome { get; init; } = TokenExchangeOutcome.Granted;

    public required DateTimeOffset At { get; init; }

    public NodeIdentity? Node { get; init; }

    public bool Granted => Outcome == TokenExchangeOutcome.Granted;

    /// <summary>Whether a token may be what this exchange brought: the log is exact, a token's iat is cut to
    /// the second.</summary>
    public bool IsWhenceCame(HandedToken token) =>
        Granted
        && User == token.Subject
        && token.Audiences.Contains(Audience)
        && Scope == token.Scope
        && At >= token.IssuedAt
        && At < token.IssuedAt + TimeSpan.FromSeconds(2);

    public static LoggedExchange Of(TokenExchange exchange) => new()
    {
        IsRefresh = exchange.Grant == "refresh_token",
        User = exchange.UserId,
        Audience = exchange.IssuedAudience,
        Scope = exchange.IssuedScope,
        Family = exchange.Family,
        Generation = exchange.Generation,
        Outcome = exchange.Outcome,
        At = exchange.At,
        Node = NodeIdentity.FromTelemetry(exchange.Telemetry),
    };

    public static LoggedExchange Of(ProviderExchange exchange) => new()
    {
        IsRefresh = exchange.Grant == "refresh_token",
        User = exchange.User,
        Audience = exchange.Audience,
        Scope = exchange.Scope,
        Family = exchange.Family,
        Generation = exchange.Generation,
        Outcome = exchange.Outcome switch
        {
            "granted" => TokenExchangeOutcome.Granted,
            "reuse" => TokenExchangeOutcome.ReuseDetected,
            _ => TokenExchangeOutcome.Refused,
        },
        At = DateTimeOffset.FromUnixTimeMilliseconds(exchange.T),
        Node = NodeIdentity.FromHeader(exchange.Telemetry),
    };
}
