using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>
/// Issues, rotates and revokes refresh tokens. It has no lock of its own: whoever calls holds the tenant's, so that
/// checking a token and spending it are one step.
/// </summary>
internal sealed class RefreshTokens(Auth0TenantOptions options, TimeProvider clock, IssuedSecrets secrets)
{
    private readonly Dictionary<string, RefreshToken> _byValue = new(StringComparer.Ordinal);
    private readonly List<RefreshToken> _unspent = [];

    public (string Value, RefreshToken Token) Start(LoginGrant grant)
    {
        var now = clock.GetUtcNow();
        var family = new RefreshTokenFamily($"fam_{RandomValue.Create(9)}", grant, now);
        return Issue(family, parent: null, now);
    }

    public RefreshToken? Find(string value) => _byValue.GetValueOrDefault(value);

    public RefreshTokenState Check(RefreshToken token)
    {
        var now = clock.GetUtcNow();
        if (token.IsRevoked || token.Family.IsRevoked || token.Family.IsExpired(now))
        {
            return RefreshTokenState.Dead;
        }

        if (token.SpentAt is not null)
        {
            return token.MayBeReplayed(now) ? RefreshTokenState.Usable : RefreshTokenState.Replayed;
        }

        return token.IsIdle(now) ? RefreshTokenState.Dead : RefreshTokenState.Usable;
    }

    /// <summary>Exchanges a usable token; returns its successor, or null if it stays in use.</summary>
    public (string Value, RefreshToken Token)? Exchange(RefreshToken token)
    {
        var now = clock.GetUtcNow();
        var rotates = token.Family.Grant.Client.RefreshTokenRotation;
        if (!rotates && !token.Rotates)
        {
            token.UsedAt = now;
            return null;
        }

        if (rotates != token.Rotates)
        {
            // Switching rotation replaces the token and deletes the others of the same user, application and API.
            RevokeAll(other => other != token && IsSameGrant(other, token));
        }

        token.SpentAt ??= now;
        token.Parent?.IsOutdated = true;
        _unspent.Remove(token);
        return Issue(token.Family, token, now);
    }

    public void Revoke(RefreshToken token)
    {
        token.IsRevoked = true;
        // The overlap period must not bring a revoked token's place back.
        token.Parent?.IsOutdated = true;
        _unspent.Remove(token);
    }

    public int RevokeAll(Predicate<RefreshToken> which)
    {
        var found = _unspent.FindAll(which);
        found.ForEach(Revoke);
        return found.Count;
    }

    public static bool IsSameGrant(RefreshToken one, RefreshToken other) =>
        one.Family.Grant.User == other.Family.Grant.User
        && one.Family.Grant.Client == other.Family.Grant.Client
        && one.Family.Grant.Audience == other.Family.Grant.Audience;

    private (string Value, RefreshToken Token) Issue(RefreshTokenFamily family, RefreshToken? parent, DateTimeOffset now)
    {
        var token = new RefreshToken(family, parent, family.Grant.Client.RefreshTokenRotation, now);
        var value = secrets.Keep($"v1.{RandomValue.Create()}");
        _byValue[value] = token;
        _unspent.Add(token);
        EvictOldest(family.Grant, now);
        return (value, token);
    }

    // The list is in order of issue. Tokens that are dead anyway do not count towards the limit.
    private void EvictOldest(LoginGrant grant, DateTimeOffset now)
    {
        var active = _unspent.FindAll(token =>
            token.Family.Grant.User == grant.User && token.Family.Grant.Client == grant.Client && token.IsActive(now));
        foreach (var surplus in active.SkipLast(options.RefreshTokenLimit))
        {
            Revoke(surplus);
        }
    }
}
