using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Changes of <see cref="TokenValidationParameters"/> that a login here does not follow. The names of the claims for
/// the name and the roles, and the clock skew, are followed.</summary>
internal static class TokenValidationProblems
{
    public static IEnumerable<string> Of(OpenIdConnectOptions options)
    {
        if (options.TokenValidationParameters is not { } set)
        {
            return [$"{nameof(options.TokenValidationParameters)} is missing: leave it alone."];
        }

        return [.. Changed(set, options.ClientId), .. Skew(set)];
    }

    private static IEnumerable<string> Changed(TokenValidationParameters set, string? clientId)
    {
        var standard = new TokenValidationParameters();
        (bool IsChanged, string Name)[] settings =
        [
            (set.ValidateIssuer != standard.ValidateIssuer, nameof(set.ValidateIssuer)),
            (set.ValidateAudience != standard.ValidateAudience, nameof(set.ValidateAudience)),
            (set.ValidateLifetime != standard.ValidateLifetime, nameof(set.ValidateLifetime)),
            (set.RequireSignedTokens != standard.RequireSignedTokens, nameof(set.RequireSignedTokens)),
            (set.RequireExpirationTime != standard.RequireExpirationTime, nameof(set.RequireExpirationTime)),
            (set.RequireAudience != standard.RequireAudience, nameof(set.RequireAudience)),
            (set.ValidIssuer is not null, nameof(set.ValidIssuer)),
            (set.ValidIssuers is not null, nameof(set.ValidIssuers)),
            (set.ValidAudience is { } audience && audience != clientId, nameof(set.ValidAudience)),
            (set.ValidAudiences is not null, nameof(set.ValidAudiences)),
            (set.ValidAlgorithms is not null, nameof(set.ValidAlgorithms)),
            (set.ValidTypes is not null, nameof(set.ValidTypes)),
            (set.IssuerSigningKey is not null, nameof(set.IssuerSigningKey)),
            (set.IssuerSigningKeys is not null, nameof(set.IssuerSigningKeys)),
            (set.TokenDecryptionKey is not null, nameof(set.TokenDecryptionKey)),
            (set.TokenDecryptionKeys is not null, nameof(set.TokenDecryptionKeys)),
            (set.IssuerValidator is not null, nameof(set.IssuerValidator)),
            (set.IssuerValidatorUsingConfiguration is not null, nameof(set.IssuerValidatorUsingConfiguration)),
            (set.AudienceValidator is not null, nameof(set.AudienceValidator)),
            (set.LifetimeValidator is not null, nameof(set.LifetimeValidator)),
            (set.AlgorithmValidator is not null, nameof(set.AlgorithmValidator)),
            (set.TypeValidator is not null, nameof(set.TypeValidator)),
            (set.SignatureValidator is not null, nameof(set.SignatureValidator)),
            (set.SignatureValidatorUsingConfiguration is not null, nameof(set.SignatureValidatorUsingConfiguration)),
            (set.IssuerSigningKeyResolver is not null, nameof(set.IssuerSigningKeyResolver)),
            (set.IssuerSigningKeyResolverUsingConfiguration is not null, nameof(set.IssuerSigningKeyResolverUsingConfiguration)),
            (set.IssuerSigningKeyValidator is not null, nameof(set.IssuerSigningKeyValidator)),
            (set.IssuerSigningKeyValidatorUsingConfiguration is not null, nameof(set.IssuerSigningKeyValidatorUsingConfiguration)),
            (set.TokenDecryptionKeyResolver is not null, nameof(set.TokenDecryptionKeyResolver)),
            (set.TokenReader is not null, nameof(set.TokenReader)),
            (set.TryReadJwtClaim is not null, nameof(set.TryReadJwtClaim)),
            (set.TokenReplayCache is not null, nameof(set.TokenReplayCache)),
            (set.TokenReplayValidator is not null, nameof(set.TokenReplayValidator)),
            (set.ValidateTokenReplay, nameof(set.ValidateTokenReplay)),
            (set.ValidateActor, nameof(set.ValidateActor)),
            (set.ActorValidationParameters is not null, nameof(set.ActorValidationParameters)),
            (set.AuthenticationType is not null, nameof(set.AuthenticationType)),
            (set.ConfigurationManager is not null, nameof(set.ConfigurationManager)),
            (set.CryptoProviderFactory is not null, nameof(set.CryptoProviderFactory)),
            (set.RefreshBeforeValidation, nameof(set.RefreshBeforeValidation)),
            (set.ValidateWithLKG, nameof(set.ValidateWithLKG)),
            (set.SaveSigninToken, nameof(set.SaveSigninToken)),
            (set.TransformBeforeSignatureValidation is not null, nameof(set.TransformBeforeSignatureValidation)),
            (set.NameClaimTypeRetriever is not null, nameof(set.NameClaimTypeRetriever)),
            (set.RoleClaimTypeRetriever is not null, nameof(set.RoleClaimTypeRetriever)),
        ];
        if (settings.Where(setting => setting.IsChanged).Select(setting => setting.Name).ToArray() is not [] and var changed)
        {
            yield return $"{nameof(OpenIdConnectOptions.TokenValidationParameters)} is changed, and this library checks ID tokens itself: leave "
                + $"{string.Join(", ", changed)} alone. Add checks in {nameof(OpenIdConnectEvents.OnTokenValidated)}.";
        }
    }

    private static IEnumerable<string> Skew(TokenValidationParameters set)
    {
        if (ClientProblems.OfClockSkew(set.ClockSkew) is { } problem)
        {
            yield return $"{nameof(OpenIdConnectOptions.TokenValidationParameters)}.{problem}";
        }
    }
}
