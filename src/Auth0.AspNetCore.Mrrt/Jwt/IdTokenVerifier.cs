using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>Checks ID tokens (OpenID Connect Core 1.0, section 3.1.3.7, and for refreshed ones section 12.2).</summary>
internal sealed class IdTokenVerifier(TimeProvider time)
{
    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private const int ShortestRsaKey = 2048;

    private const int EcdsaSha256Key = 256;

    private readonly JsonWebTokenHandler _handler = new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = ReadableJwt.Longest,
    };

    private readonly OpenIdConnectProtocolValidator _protocol = new()
    {
        RequireStateValidation = false, // the protected state and the correlation cookie were checked before
        RequireTimeStampInNonce = false, // the nonce lives in the protected state, not in a cookie of its own
    };

    /// <summary>Checks the signature, the issuer, the audience, the times and the form of a login's ID token.</summary>
    /// <exception cref="SecurityTokenException">A check failed. The exception names it.</exception>
    public async Task<JsonWebToken> ValidateAsync(
        IdTokenExpectations expected, string idToken, CancellationToken cancellationToken)
    {
        var result = await CheckAsync(expected, idToken, cancellationToken).ConfigureAwait(false);
        if (!result.IsValid)
        {
            throw result.Exception ?? new SecurityTokenValidationException("The ID token is not valid.");
        }

        var token = (JsonWebToken)result.SecurityToken;
        return IdTokenRules.Broken(token, expected.ClientId, time.GetUtcNow(), expected.ClockSkew) is { } check
            ? throw new IdTokenRefusedException(check)
            : token;
    }

    /// <summary>Checks that a validated ID token answers this login: its nonce, and the hash of the access token that came
    /// with it.</summary>
    /// <param name="expected">The tenant and the client.</param>
    /// <param name="token">The token, which passed <see cref="ValidateAsync"/>.</param>
    /// <param name="accessToken">The access token of the same answer.</param>
    /// <param name="nonce">The nonce of the login.</param>
    /// <param name="application">The application's validator, which may be stricter.</param>
    /// <exception cref="OpenIdConnectProtocolException">A check failed. The exception names it.</exception>
    public void RequireAnswer(
        IdTokenExpectations expected,
        JwtSecurityToken token,
        string accessToken,
        string? nonce,
        OpenIdConnectProtocolValidator? application = null)
    {
        var answer = new OpenIdConnectProtocolValidationContext
        {
            ClientId = expected.ClientId,
            Nonce = nonce,
            ProtocolMessage = new OpenIdConnectMessage { IdToken = token.RawData, AccessToken = accessToken },
            ValidatedIdToken = token,
        };
        _protocol.ValidateTokenResponse(answer);
        application?.ValidateTokenResponse(answer);
    }

    /// <summary>Says which check a refreshed ID token fails, or nothing. It answers no nonce of a login.</summary>
    public async Task<string?> CheckRefreshedAsync(
        IdTokenExpectations expected, string idToken, CancellationToken cancellationToken)
    {
        try
        {
            var result = await CheckAsync(expected, idToken, cancellationToken).ConfigureAwait(false);
            return result.IsValid
                ? IdTokenRules.Broken(
                    (JsonWebToken)result.SecurityToken, expected.ClientId, time.GetUtcNow(), expected.ClockSkew)
                : IdTokenRefusedException.CheckOf(result.Exception);
        }
        catch (Exception e)
        {
            return e.GetType().Name; // the keys are out of reach: what was not checked is not accepted
        }
    }

    private async Task<TokenValidationResult> CheckAsync(
        IdTokenExpectations expected, string idToken, CancellationToken cancellationToken)
    {
        if (ReadableJwt.Read(idToken) is not { } token)
        {
            return new TokenValidationResult { Exception = new IdTokenRefusedException("not readable") };
        }

        if (IdTokenRules.BrokenHeader(token, Algorithms) is { } check)
        {
            return new TokenValidationResult { Exception = new IdTokenRefusedException(check) };
        }

        var result = await CheckOnceAsync(expected, token, cancellationToken).ConfigureAwait(false);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The tenant may have rotated its keys since they were fetched.
            expected.ConfigurationManager.RequestRefresh();
            result = await CheckOnceAsync(expected, token, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<TokenValidationResult> CheckOnceAsync(
        IdTokenExpectations expected, JsonWebToken token, CancellationToken cancellationToken)
    {
        var configuration = await expected.ConfigurationManager.GetConfigurationAsync(cancellationToken)
            .ConfigureAwait(false);
        return await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidIssuer = configuration.Issuer,
            ValidAudience = expected.ClientId,
            IgnoreTrailingSlashWhenValidatingAudience = false, // another client's, however much alike (RFC 7519, section 4.1.3)
            IssuerSigningKeys = configuration.SigningKeys.Where(IsStrong),
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires, expected.ClockSkew),
        }).ConfigureAwait(false);
    }

    /// <summary>RFC 7518: RSA keys of 2048 bits or more (sections 3.3 and 3.5), and P-256 alone for ES256 (section 3.4).</summary>
    private static bool IsStrong(SecurityKey key) => key.KeySize is >= ShortestRsaKey or EcdsaSha256Key;

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, TimeSpan clockSkew)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (notBefore is { } begins && now + clockSkew < begins)
        {
            throw new IdTokenRefusedException(IdTokenRules.Ahead("nbf", begins - now));
        }

        return expires is not null && now - clockSkew <= expires;
    }
}
