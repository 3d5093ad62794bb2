using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>The codes that wait to be exchanged, once.</summary>
internal sealed class AuthorizationCodes(Auth0TenantOptions options, TimeProvider clock, IssuedSecrets secrets)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    public string Issue(AuthorizeRequest request, LoginGrant grant)
    {
        var value = secrets.Keep(RandomValue.Create());
        lock (_sync)
        {
            _codes[value] = new AuthorizationCode
            {
                Grant = grant,
                RedirectUri = request.Target.RedirectUriWasSent ? request.Target.RedirectUri : null,
                Challenge = request.Challenge,
                Nonce = request.Nonce,
                ExpiresAt = clock.GetUtcNow() + options.AuthorizationCodeLifetime,
            };
        }

        return value;
    }

    public AuthorizationCode? Find(string value)
    {
        lock (_sync)
        {
            return _codes.TryGetValue(value, out var code) && clock.GetUtcNow() < code.ExpiresAt ? code : null;
        }
    }

    public void Spend(string value)
    {
        lock (_sync)
        {
            _codes.Remove(value);
        }
    }
}
