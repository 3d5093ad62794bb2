using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Quickstart;

/// <summary>What every API does with an access token before it believes it: signature, issuer, audience, time.</summary>
internal sealed class BearerTokens(string issuer, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new();

    // Fetched at the first token and again when a token names a key that is not known yet.
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _discovery = new(
        issuer + ".well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever { RequireHttps = !new Uri(issuer).IsLoopback });

    public async Task<BearerVerdict> JudgeAsync(string? authorization, SampleApi api)
    {
        if (authorization?.Split(' ', 2) is not [var type, var token]
            || !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return Refused(StatusCodes.Status401Unauthorized, "invalid_request", "There is no bearer token.");
        }

        var validation = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ConfigurationManager = _discovery,
            ValidIssuer = issuer,
            ValidAudience = api.Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });
        if (validation is not { IsValid: true, SecurityToken: JsonWebToken jwt })
        {
            return Refused(StatusCodes.Status401Unauthorized, "invalid_token", Reason(validation.Exception, api));
        }

        var scopes = jwt.TryGetPayloadValue("scope", out string? scope) ? (scope ?? "").Split(' ') : [];
        return scopes.Contains(api.Scope)
            ? new() { Status = StatusCodes.Status200OK, Token = jwt, Scopes = scopes }
            : Refused(StatusCodes.Status403Forbidden, "insufficient_scope", $"The token lacks the scope {api.Scope}.");
    }

    private static BearerVerdict Refused(int status, string error, string reason) =>
        new() { Status = status, Error = error, Reason = reason };

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now && (notBefore ?? DateTime.MinValue) <= now.AddMinutes(1);
    }

    // The exception's own text may repeat parts of the token.
    private static string Reason(Exception? exception, SampleApi api) => exception switch
    {
        SecurityTokenInvalidAudienceException => $"The token is not for {api.Audience}.",
        SecurityTokenInvalidIssuerException => "The token comes from another issuer.",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "The token is not valid at this time.",
        SecurityTokenInvalidSignatureException => "The token is signed with an unknown key, or was changed.",
        _ => "The token could not be validated.",
    };
}
