using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary><c>grant_type=refresh_token</c>, with rotation, reuse detection and Multi-Resource Refresh Tokens.</summary>
internal sealed class RefreshGrant(
    RefreshTokens refreshTokens,
    RefreshEvaluation evaluation,
    TokenResponse responses,
    TenantCounters counters,
    ILogger logger)
{
    public const string Type = "refresh_token";

    public TokenAnswer Exchange(TokenCall call, TenantClient client)
    {
        if (call.Parameters["refresh_token"] is not { } value)
        {
            return TokenAnswer.Refused(OAuthError.Missing("refresh_token"));
        }

        // A token of another application is as unknown as any: it must not end that application's family.
        if (refreshTokens.Find(value) is not { } token || token.Family.Grant.Client != client)
        {
            return TokenAnswer.Refused(OAuthError.InvalidRefreshToken);
        }

        var login = token.Family.Grant;
        call.UserId = login.User.Id;
        call.Family = token.Family.Id;
        call.Generation = token.Generation;
        return refreshTokens.Check(token) switch
        {
            RefreshTokenState.Replayed => RevokeFamily(call, token),
            RefreshTokenState.Dead => TokenAnswer.Refused(OAuthError.InvalidRefreshToken),
            _ when login.User.Deleted => TokenAnswer.Refused(OAuthError.DeletedUser),
            _ when login.User.Blocked => TokenAnswer.Refused(OAuthError.BlockedUser),
            _ => Grant(call, token, login),
        };
    }

    private TokenAnswer Grant(TokenCall call, RefreshToken token, LoginGrant login)
    {
        if (evaluation.Evaluate(login, call.Audience, call.Scope) is not { } issued)
        {
            return TokenAnswer.Refused(OAuthError.AudienceOutsidePolicy);
        }

        // Only now, with nothing left to refuse, is the token spent.
        var successor = refreshTokens.Exchange(token);
        call.IssuedGeneration = successor?.Token.Generation;
        return TokenAnswer.Granted(responses.Create(call, login, issued, nonce: null, successor?.Value));
    }

    private TokenAnswer RevokeFamily(TokenCall call, RefreshToken token)
    {
        var family = token.Family;
        refreshTokens.RevokeAll(other => other.Family == family);
        family.IsRevoked = true;
        call.ReuseDetected = true;
        counters.Add(TenantCounters.Count.ReuseDetections);
        counters.Add(TenantCounters.Count.FamiliesRevoked);
        logger.FamilyRevoked(family.Id, token.Generation);
        return TokenAnswer.Refused(OAuthError.InvalidRefreshToken);
    }
}
