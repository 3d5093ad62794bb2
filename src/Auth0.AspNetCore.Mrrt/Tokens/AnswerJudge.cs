using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Grants.Refresh;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Judges what the token endpoint answered (docs/how-a-refresh-works.md: Judge): what the caller is told, and
/// what the session keeps of it. Reads no options: they may follow a request, and no request is here.</summary>
internal sealed class AnswerJudge(IdTokenVerifier idTokens, TimeProvider time, ILogger<AnswerJudge> logger)
{
    private readonly RefreshedIdToken _refreshed = new(idTokens, logger);

    /// <param name="tenant">The tenant that answered.</param>
    /// <param name="answer">What the token endpoint answered.</param>
    /// <param name="tokens">The generation whose refresh token was spent.</param>
    /// <param name="need">What was asked for.</param>
    /// <param name="sentScope">The scopes that were sent.</param>
    /// <param name="limit">Ends the check of a new ID token, whose claims are then not taken; never what is kept.</param>
    /// <returns>What the caller is told, and what the session keeps.</returns>
    public async Task<Verdict> JudgeAsync(
        TenantSettings tenant,
        TokenRefreshResult answer,
        SessionTokens tokens,
        TokenNeed need,
        string? sentScope,
        CancellationToken limit)
    {
        var now = time.GetUtcNow();
        var expected = new AnswerExpectation
        {
            Audience = need.AudienceCheck == AudienceCheck.Strict ? need.Audience : null,
            IdToken = tokens.IdToken,
        };
        var meaning = RefreshJudge.Judge(answer, expected, now);
        if (meaning.Problem is { } problem)
        {
            Log(problem, need);
            return new Verdict { Result = FailedAnswer.Refused(problem, need), Next = AfterRefusal(meaning, answer, tokens, need, now) };
        }

        if (!answer.Succeeded)
        {
            return new Verdict { Result = FailedAnswer.Result(answer), Next = WithRefreshToken(meaning, answer, tokens, now) };
        }

        var response = answer.Response;
        var idToken = await _refreshed.AcceptAsync(tenant, response.IdToken, tokens.IdToken, need.ClaimActions, limit)
            .ConfigureAwait(false);
        var (next, obtained, evicted) = NextGeneration.Keep(
            tokens, need, sentScope, response, idToken, need.MaxAccessTokenSets, now);
        return new Verdict { Result = GrantedToken.Result(obtained, need), Next = next, Evicted = evicted };
    }

    /// <summary>The tenant need not be asked again at once for an audience that it has just refused.</summary>
    private static SessionTokens? AfterRefusal(
        RefreshMeaning meaning, TokenRefreshResult answer, SessionTokens tokens, TokenNeed need, DateTimeOffset now) =>
        meaning.Problem!.Fault == AnswerFault.OtherAudience
            ? NextGeneration.RefuseAudience(tokens, need.Audience!, answer.RotatedRefreshToken, now)
            : WithRefreshToken(meaning, answer, tokens, now);

    /// <summary>Keeps nothing of the answer but what it says of the refresh token (G5, G9).</summary>
    private static SessionTokens? WithRefreshToken(
        RefreshMeaning meaning, TokenRefreshResult answer, SessionTokens tokens, DateTimeOffset now) => meaning.RefreshToken switch
        {
            RefreshTokenFate.Lost => NextGeneration.DropRefreshToken(tokens, now),
            RefreshTokenFate.Rotated => NextGeneration.KeepRefreshToken(tokens, answer.RotatedRefreshToken, now),
            _ => null,
        };

    private void Log(AnswerProblem problem, TokenNeed need)
    {
        switch (problem.Fault)
        {
            case AnswerFault.AboutAnother or AnswerFault.UnreadableIdToken:
                logger.IdTokenContradicts(need.Scheme, problem.Description);
                break;
            case AnswerFault.OtherAudience:
                logger.AudienceNotGranted(need.Scheme, Printable.Text(need.Audience));
                break;
        }
    }
}
