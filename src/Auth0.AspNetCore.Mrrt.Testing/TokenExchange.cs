namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>One call to <c>/oauth/token</c>, as the tenant's log tells it. It never holds a token, a code or a secret.</summary>
public sealed class TokenExchange
{
    internal TokenExchange()
    {
    }

    /// <summary>The <c>grant_type</c> that was sent; empty when none was.</summary>
    public required string Grant { get; init; }

    /// <summary>The application, once it has authenticated; before that the <c>client_id</c> it claimed.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user the code or refresh token stands for, if it was recognized.</summary>
    public string? UserId { get; init; }

    /// <summary>The <c>audience</c> that was sent.</summary>
    public string? RequestedAudience { get; init; }

    /// <summary>The audience the access token is for; the userinfo address when it is for no API.</summary>
    public string? IssuedAudience { get; init; }

    /// <summary>The <c>scope</c> that was sent.</summary>
    public string? RequestedScope { get; init; }

    /// <summary>The scopes that were granted, separated by spaces.</summary>
    public string? IssuedScope { get; init; }

    /// <summary>The family of the refresh token that was presented, or started by a sign-in.</summary>
    public string? Family { get; init; }

    /// <summary>The generation of the presented refresh token in its family; a sign-in's own is 1.</summary>
    public int? Generation { get; init; }

    /// <summary>
    /// The generation of the refresh token that was issued. <see langword="null"/> when none was: after a refusal, and
    /// where rotation is off.
    /// </summary>
    public int? IssuedGeneration { get; init; }

    /// <summary><c>mrrt</c> or <c>refresh_token_user_grant</c>, as <c>policy_used</c> in Auth0's logs.</summary>
    public string? PolicyUsed { get; init; }

    /// <summary>What became of the call.</summary>
    public required TokenExchangeOutcome Outcome { get; init; }

    /// <summary>The status that was answered; 0 when the connection was dropped.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The OAuth error code, if the tenant refused.</summary>
    public string? Error { get; init; }

    /// <summary>What the fault that hit the call does, if one did.</summary>
    public string? Fault { get; init; }

    /// <summary>The decoded <c>Auth0-Client</c> header, if the application sent a readable one.</summary>
    public string? Telemetry { get; init; }

    /// <summary>The tenant's time when the call was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{At:O} {Grant} {ClientId} {UserId} {RequestedAudience ?? "-"} -> {IssuedAudience ?? "-"} " +
        $"[{RequestedScope}] -> [{IssuedScope}] {Family}/{Generation} {Outcome} {StatusCode} {Error}{Fault}";
}
