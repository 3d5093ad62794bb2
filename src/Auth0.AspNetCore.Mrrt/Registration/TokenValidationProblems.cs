using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Changes of <see cref="TokenValidationParameters"/> that a login here does not follow. The names of the claims for
/// the name and the roles, and the clock skew, are followed.</summary>
internal static class TokenValidationProblems
{
    public static IEnumerable<string> Of(OpenIdConnectOptions options)
    {
        var (set, standard) = (options.TokenValidationParameters, new TokenValidationParameters());
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
            (set.ValidAudience is { } audience && audience != options.ClientId, nameof(set.ValidAudience)),
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
            (set.TokenReader is not null, nameof(set.TokenReader)),
            (set.TransformBeforeSignatureValidation is not null, nameof(set.TransformBeforeSignatureValidation)),
            (set.NameClaimTypeRetriever is not null, nameof(set.NameClaimTypeRetriever)),
            (set.RoleClaimTypeRetriever is not null, nameof(set.RoleClaimTypeRetriever)),
        ];
        if (settings.Where(setting => setting.IsChanged).Select(setting => setting.Name).ToArray() is not [] and var changed)
        {
            yield return $"{nameof(options.TokenValidationParameters)} is changed, and this library checks ID tokens itself: leave "
                + $"{string.Join(", ", changed)} alone. Add checks in {nameof(OpenIdConnectEvents.OnTokenValidated)}.";
        }

        if (set.ClockSkew < TimeSpan.Zero || set.ClockSkew > TimeSpan.FromMinutes(5))
        {
            yield return $"{nameof(options.TokenValidationParameters)}.{nameof(set.ClockSkew)} is {set.ClockSkew}: use zero to five minutes.";
        }
    }
}
