using Auth0.AspNetCore.Mrrt.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>One access token of a session and what it is good for. Immutable but for the trace of its last use.</summary>
internal sealed class AccessTokenSet
{
    /// <summary>What the first of several is compared with.</summary>
    public static readonly AccessTokenSet None =
        new() { AccessToken = "", Audience = null, Scope = null, RequestedScope = null, ExpiresAt = default };

    private readonly long _expiresAt;
    private readonly long _obtainedAt = DateTimeOffset.UnixEpoch.UtcTicks;
    private readonly long _refusedUntil;
    private long _usedAt = DateTimeOffset.UnixEpoch.UtcTicks;
    private AccessTokenResult? _granted;

    public string AccessToken
    {
        get => PackedAccessToken.Unpack() ?? "";
        init => PackedAccessToken = new PackedText(value);
    }

    /// <summary>The same, and no text until somebody asks for it.</summary>
    internal PackedText PackedAccessToken { get; init; }

    /// <summary>The audience it was asked for and, where that can be read, is for; none means the tenant's
    /// default.</summary>
    public required string? Audience { get; init; }

    /// <summary>The scopes granted; none when neither the request nor the answer named any.</summary>
    public required string? Scope { get; init; }

    /// <summary>The scopes asked for, kept apart: the same call must not be made again for what was refused.</summary>
    public required string? RequestedScope { get; init; }

    /// <summary>Until when the scopes that were asked for and refused need not be asked for again; none means as long as
    /// the token lasts.</summary>
    public DateTimeOffset? RefusedUntil
    {
        get => _refusedUntil == 0 ? null : Moment(_refusedUntil);
        init => _refusedUntil = value?.UtcTicks ?? 0;
    }

    public required DateTimeOffset ExpiresAt
    {
        get => Moment(_expiresAt);
        init => _expiresAt = value.UtcTicks;
    }

    public string TokenType { get; init; } = "Bearer";

    /// <summary>When it was obtained, where that is known.</summary>
    public DateTimeOffset ObtainedAt
    {
        get => Moment(_obtainedAt);
        init => _obtainedAt = value.UtcTicks;
    }

    /// <summary>When it was last handed out, as far as a write of the session has seen it. Only for choosing what goes
    /// first when a session holds too many; races on it do no harm.</summary>
    public DateTimeOffset UsedAt
    {
        get => Moment(_usedAt);
        set => _usedAt = value.UtcTicks;
    }

    /// <summary>Whether it is valid for the leeway to come, or for half its lifetime where that is less. In ticks, since every
    /// call for a token asks.</summary>
    public bool IsValid(DateTimeOffset now, TimeSpan leeway)
    {
        var left = _expiresAt - now.UtcTicks;
        return left > 0 && left > Math.Min(leeway.Ticks, (_expiresAt - _obtainedAt) / 2);
    }

    /// <summary>The answer for a call that is granted all that it needs. It is made once.</summary>
    public AccessTokenResult Granted => _granted ??= AccessTokenResult.Granted(
        new AccessToken(AccessToken, ExpiresAt, TokenType, Scope));

    /// <summary>The same token, remembering what another one was asked for as well.</summary>
    public AccessTokenSet WithRequestedScope(string? requestedScope, DateTimeOffset refusedUntil) => new()
    {
        PackedAccessToken = PackedAccessToken,
        Audience = Audience,
        Scope = Scope,
        RequestedScope = requestedScope,
        RefusedUntil = refusedUntil,
        ExpiresAt = ExpiresAt,
        TokenType = TokenType,
        ObtainedAt = ObtainedAt,
        UsedAt = UsedAt,
    };

    public override string ToString() => $"access token for {Printable.Text(Audience)} until {ExpiresAt:O}";

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
