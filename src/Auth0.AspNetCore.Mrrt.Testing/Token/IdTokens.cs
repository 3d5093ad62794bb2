using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Keys;
using Auth0.AspNetCore.Mrrt.Testing.UserInfo;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>Issues ID tokens, and knows them again when one comes back as a hint.</summary>
internal sealed class IdTokens(
    SigningKeys keys, TenantAddress address, Auth0TenantOptions options, TimeProvider clock, IssuedSecrets secrets)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, LoginGrant> _issued = new(StringComparer.Ordinal);

    public string Issue(LoginGrant login, IReadOnlyCollection<string> scopes, string? nonce)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = UserClaims.For(login.User, scopes);
        claims["iss"] = address.Issuer;
        claims["sub"] = login.User.Id;
        claims["aud"] = login.Client.ClientId;
        claims["iat"] = now;
        claims["exp"] = now + (long)options.IdTokenLifetime.TotalSeconds;
        claims["sid"] = login.SessionId;
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        if (login.AuthenticatedAt is { } at)
        {
            claims["auth_time"] = at.ToUnixTimeSeconds();
        }

        claims.WithOrganization(login.Organization).WithReplaced(login.User.IdTokenClaims);
        var value = secrets.Keep(keys.Sign(claims));
        lock (_sync)
        {
            _issued[value] = login;
        }

        return value;
    }

    /// <summary>Finds the sign-in of an ID token; an expired one still says who is leaving.</summary>
    public LoginGrant? Find(string value)
    {
        lock (_sync)
        {
            return _issued.GetValueOrDefault(value);
        }
    }
}
