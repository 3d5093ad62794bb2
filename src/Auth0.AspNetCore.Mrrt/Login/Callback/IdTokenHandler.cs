using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Validates ID tokens in the place of the framework's handler. The framework allows unsigned tokens from the token
/// endpoint, even against the application's settings. The verifier here does not.</summary>
internal sealed class IdTokenHandler(
    string scheme, Func<TenantSettings> tenant, IdTokenVerifier verifier, ILogger logger) : TokenHandler
{
    /// <summary>The text for pages when an ID token is refused. The log names the check.</summary>
    public const string Refusal = "What the tenant said about the user is not to be believed.";

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string? token, TokenValidationParameters validationParameters)
    {
        try
        {
            // The framework passes no cancellation token. The wait for keys ends after 30 seconds.
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
            // A library may throw for a malformed token. An unchecked token is not accepted.
            return Refused(IdTokenRefusedException.CheckOf(e));
        }
    }

    private TokenValidationResult Refused(string check)
    {
        logger.IdTokenRefused(scheme, check);
        return new TokenValidationResult { Exception = new LoginRefusedException(Refusal) };
    }
}
