using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>Checks ID tokens (OpenID Connect Core 1.0, section 3.1.3.7, and for refreshed ones section 12.2).</summary>
internal sealed class IdTokenVerifier(TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private const int ShortestRsaKey = 2048;

    private const int EcdsaSha256Key = 256;

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    private readonly OpenIdConnectProtocolValidator _protocol = new()
    {
        RequireStateValidation = false, // the sealed state and the correlation cookie have been checked before
        RequireTimeStampInNonce = false, // the nonce lives in the sealed state, not in a cookie of its own
    };

    /// <summary>Gives the token, or throws a <see cref="SecurityTokenException"/> or an
    /// <see cref="OpenIdConnectProtocolException"/> that says what is wrong with it.</summary>
    public async Task<JsonWebToken> ValidateAsync(
        Auth0WebAppOptions options, string idToken, string accessToken, string? nonce, CancellationToken cancellationToken)
    {
        var result = await CheckAsync(options, idToken, cancellationToken).ConfigureAwait(false);
        if (!result.IsValid)
        {
            throw result.Exception ?? new SecurityTokenValidationException("The ID token is not valid.");
        }

        var token = (JsonWebToken)result.SecurityToken;
        if (IdTokenRules.Broken(token, options.ClientId, time.GetUtcNow() + ClockSkew) is { } check)
        {
            throw new IdTokenRefusedException(check);
        }

        _protocol.ValidateTokenResponse(new OpenIdConnectProtocolValidationContext
        {
            ClientId = options.ClientId,
            Nonce = nonce,
            ProtocolMessage = new OpenIdConnectMessage { IdToken = idToken, AccessToken = accessToken },
            ValidatedIdToken = JwtSecurityTokenConverter.Convert(token),
        });
        return token;
    }

    /// <summary>Says which check a refreshed ID token fails, or nothing. It answers no nonce of a login.</summary>
    public async Task<string?> CheckRefreshedAsync(
        Auth0WebAppOptions options, string idToken, CancellationToken cancellationToken)
    {
        try
        {
            var result = await CheckAsync(options, idToken, cancellationToken).ConfigureAwait(false);
            return result.IsValid
                ? IdTokenRules.Broken((JsonWebToken)result.SecurityToken, options.ClientId, time.GetUtcNow() + ClockSkew)
                : IdTokenRefusedException.CheckOf(result.Exception);
        }
        catch (Exception e)
        {
            return e.GetType().Name; // the keys could not be had: not checked is not accepted
        }
    }

    private async Task<TokenValidationResult> CheckAsync(
        Auth0WebAppOptions options, string idToken, CancellationToken cancellationToken)
    {
        if (ReadableJwt.Read(idToken) is { } token && IdTokenRules.BrokenHeader(token, Algorithms) is { } check)
        {
            return new TokenValidationResult { Exception = new IdTokenRefusedException(check) };
        }

        var result = await CheckOnceAsync(options, idToken, cancellationToken).ConfigureAwait(false);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The tenant may have rotated its keys since they were fetched.
            options.ConfigurationManager.RequestRefresh();
            result = await CheckOnceAsync(options, idToken, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<TokenValidationResult> CheckOnceAsync(
        Auth0WebAppOptions options, string idToken, CancellationToken cancellationToken)
    {
        var configuration = await options.ConfigurationManager.GetConfigurationAsync(cancellationToken)
            .ConfigureAwait(false);
        return await _handler.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidIssuer = configuration.Issuer,
            ValidAudience = options.ClientId,
            IgnoreTrailingSlashWhenValidatingAudience = false, // another client's, however much alike (RFC 7519, section 4.1.3)
            IssuerSigningKeys = configuration.SigningKeys.Where(IsStrong),
            LifetimeValidator = IsCurrent,
        }).ConfigureAwait(false);
    }

    /// <summary>RFC 7518: RSA keys of 2048 bits or more (sections 3.3 and 3.5), and P-256 alone for ES256 (section 3.4).</summary>
    private static bool IsStrong(SecurityKey key) => key.KeySize is >= ShortestRsaKey or EcdsaSha256Key;

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters _)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is not null && now - ClockSkew <= expires && (notBefore is null || now + ClockSkew >= notBefore);
    }
}
