using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Stands where the framework's handler validates ID tokens. The framework allows unsigned tokens from the token
/// endpoint, whatever the application says; the verifier here does not.</summary>
internal sealed class IdTokenHandler(
    string scheme, Func<TenantSettings> tenant, IdTokenVerifier verifier, ILogger logger) : TokenHandler
{
    /// <summary>What a page may say of a login whose ID token was refused. The log names the check.</summary>
    public const string Refusal = "What the tenant said about the user is not to be believed.";

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string? token, TokenValidationParameters validationParameters)
    {
        try
        {
            // The framework passes no cancellation on. The keys are waited for 30 seconds at most.
            return token is null
                ? Refused("there is none")
                : new TokenValidationResult
                {
                    IsValid = true,
                    SecurityToken = await verifier
                        .ValidateAsync(tenant().IdTokens, token, CancellationToken.None).ConfigureAwait(false),
                    ClaimsIdentity = new ClaimsIdentity(), // the claims are taken once every check has passed
                };
        }
        catch (Exception e)
        {
            // A library's exception about a strange token: what was not checked is not accepted.
            return Refused(IdTokenRefusedException.CheckOf(e));
        }
    }

    private TokenValidationResult Refused(string check)
    {
        logger.IdTokenRefused(scheme, check);
        return new TokenValidationResult { Exception = new LoginRefusedException(Refusal) };
    }
}
