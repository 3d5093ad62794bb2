using Auth0.AspNetCore.Mrrt.Testing.Authorize;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary><c>grant_type=authorization_code</c> (RFC 6749, 4.1.3, with RFC 7636).</summary>
internal sealed class CodeGrant(
    AuthorizationCodes codes,
    RefreshTokens refreshTokens,
    TokenResponse responses,
    Registrations registrations,
    TenantBehavior behavior,
    ILogger logger)
{
    public const string Type = "authorization_code";

    public TokenAnswer Exchange(TokenCall call, TenantClient client)
    {
        if (call.Parameters["code"] is not { } value)
        {
            return TokenAnswer.Refused(OAuthError.Missing("code"));
        }

        if (codes.Find(value) is not { } code)
        {
            return RefuseCode("unknown, expired or used before");
        }

        call.UserId = code.Grant.User.Id;
        if (code.Grant.Client != client)
        {
            return RefuseCode("issued to another application");
        }

        if (code.RedirectUri is not null && code.RedirectUri != call.Parameters["redirect_uri"])
        {
            return RefuseCode("redirect_uri differs from the one of the authorization request");
        }

        if (!VerifierMatches(code, client, call.Parameters["code_verifier"]))
        {
            return TokenAnswer.Refused(OAuthError.WrongVerifier);
        }

        codes.Spend(value);
        return Grant(call, code);
    }

    private TokenAnswer Grant(TokenCall call, AuthorizationCode code)
    {
        var login = code.Grant;
        var issued = new IssuedGrant(registrations.FindApi(login.Audience), login.Scopes, Policy: null);
        string? refreshToken = null;
        if (login.Scopes.Contains(ScopeList.OfflineAccess))
        {
            (refreshToken, var token) = refreshTokens.Start(login);
            call.Family = token.Family.Id;
            call.Generation = token.Generation;
            call.IssuedGeneration = token.Generation;
        }

        return TokenAnswer.Granted(responses.Create(call, login, issued, code.Nonce, refreshToken));
    }

    // A verifier without a challenge is refused too: it is the mark of a downgrade (RFC 9700, 2.1.1). A public
    // client has nothing but PKCE to prove itself with.
    private static bool VerifierMatches(AuthorizationCode code, TenantClient client, string? verifier) =>
        code.Challenge is { } challenge ? challenge.Accepts(verifier) : verifier is null && !client.IsPublic;

    private TokenAnswer RefuseCode(string reason)
    {
        logger.CodeRefused(reason);
        return TokenAnswer.Refused(OAuthError.InvalidCode(behavior.InvalidCodeStatus));
    }
}
