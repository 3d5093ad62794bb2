namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>One refresh token of a family.</summary>
internal sealed class RefreshToken(RefreshTokenFamily family, RefreshToken? parent, bool rotates, DateTimeOffset issuedAt)
{
    public RefreshTokenFamily Family { get; } = family;

    public RefreshToken? Parent { get; } = parent;

    /// <summary>1 for the sign-in's own, then one more with each rotation.</summary>
    public int Generation { get; } = (parent?.Generation ?? 0) + 1;

    /// <summary>Whether it was issued with rotation on; a switch takes effect at the next exchange.</summary>
    public bool Rotates { get; } = rotates;

    /// <summary>When it was issued or, without rotation, last exchanged: where the idle lifetime starts.</summary>
    public DateTimeOffset UsedAt { get; set; } = issuedAt;

    /// <summary>When it was first exchanged, if rotation has voided it.</summary>
    public DateTimeOffset? SpentAt { get; set; }

    /// <summary>Whether one of its successors has been exchanged too: it is then more than one generation back.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Revoked, evicted by the limit, or replaced because rotation was switched.</summary>
    public bool IsRevoked { get; set; }

    public bool IsIdle(DateTimeOffset now) =>
        Family.Grant.Client.IdleLifetime is { } idle && now >= UsedAt + idle;

    public bool IsActive(DateTimeOffset now) =>
        SpentAt is null && !IsRevoked && !Family.IsRevoked && !Family.IsExpired(now) && !IsIdle(now);

    /// <summary>Whether the overlap period still covers a replay: of the immediately previous token only.</summary>
    public bool MayBeReplayed(DateTimeOffset now) =>
        SpentAt is { } spentAt && !IsOutdated && now < spentAt + Family.Grant.Client.Leeway;
}
