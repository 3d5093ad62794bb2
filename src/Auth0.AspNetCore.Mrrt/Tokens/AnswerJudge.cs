using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Judges what the token endpoint answered (docs/how-a-refresh-works.md: Judge): what the caller is told, and
/// what the session keeps of it. Reads no options: they may follow a request, and no request is here.</summary>
internal sealed class AnswerJudge(IdTokenVerifier idTokens, TimeProvider time, ILogger<AnswerJudge> logger)
{
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
        return WithRefusedIdToken(answer, tokens, need, now)
            ?? ExpiredOnArrival(answer, tokens, now)
            ?? (answer.Succeeded
                ? await JudgeAsync(tenant, answer.Response, tokens, need, sentScope, now, limit).ConfigureAwait(false)
                : new Verdict { Result = FailedAnswer.Result(answer), Next = AfterFailure(answer, tokens, now) });
    }

    /// <summary>Refuses the whole answer for its ID token. An answer about somebody else brings this session nothing, and the
    /// refresh token that was sent is used up. An unreadable ID token says nothing against the refresh token beside it: without
    /// that one, the session would send a used refresh token next (G18).</summary>
    private Verdict? WithRefusedIdToken(
        TokenRefreshResult answer, SessionTokens tokens, TokenNeed need, DateTimeOffset now)
    {
        if (IdTokenContinuity.Problem(tokens.IdToken, answer.IdToken) is not { } problem)
        {
            return null;
        }

        logger.IdTokenContradicts(need.Scheme, problem.Description);
        return new Verdict
        {
            Result = FailedAnswer.IdTokenRefused(problem),
            Next = problem.IsAboutAnother ? NextGeneration.DropRefreshToken(tokens, now)
                : Rotated(answer, tokens, now),
        };
    }

    /// <summary>A short lifetime may be over when a slow answer arrives. The next exchange may be faster.</summary>
    private static Verdict? ExpiredOnArrival(TokenRefreshResult answer, SessionTokens tokens, DateTimeOffset now) =>
        answer.Response?.ExpiresAt <= now
            ? new Verdict { Result = FailedAnswer.ExpiredOnArrival(), Next = Rotated(answer, tokens, now) }
            : null;

    /// <summary>A failure changes nothing, unless it says that the refresh token is dead or brings the one that comes
    /// after it (G5, G9).</summary>
    private static SessionTokens? AfterFailure(TokenRefreshResult answer, SessionTokens tokens, DateTimeOffset now) =>
        answer.GrantRejected ? NextGeneration.DropRefreshToken(tokens, now)
        : Rotated(answer, tokens, now);

    /// <summary>Keeps the new refresh token of an answer and nothing else of it.</summary>
    private static SessionTokens? Rotated(TokenRefreshResult answer, SessionTokens tokens, DateTimeOffset now) =>
        answer.RotatedRefreshToken is { } rotated ? NextGeneration.KeepRefreshToken(tokens, rotated, now) : null;

    private async Task<Verdict> JudgeAsync(
        TenantSettings tenant,
        TokenResponse response,
        SessionTokens tokens,
        TokenNeed need,
        string? sentScope,
        DateTimeOffset now,
        CancellationToken limit)
    {
        if (need.AudienceCheck == AudienceCheck.Strict
            && need.Audience is { } audience
            && AccessTokenClaims.ContradictsAudience(response.AccessToken, audience))
        {
            logger.AudienceNotGranted(need.Scheme, Printable.Text(audience));
            return new Verdict
            {
                Result = FailedAnswer.AudienceNotGranted(need),
                Next = NextGeneration.RefuseAudience(tokens, audience, response.RefreshToken, now),
            };
        }

        var idToken = await AcceptableIdTokenAsync(tenant, response, tokens.IdToken, need.ClaimActions, limit)
            .ConfigureAwait(false);
        var (next, obtained, evicted) = NextGeneration.Keep(
            tokens, need, sentScope, response, idToken, need.MaxAccessTokenSets, now);
        return new Verdict { Result = GrantedToken.Result(obtained, need), Next = next, Evicted = evicted };
    }

    /// <summary>Claims are taken from an ID token only after every check; without that it is just kept for the
    /// sign-out's hint (OpenID Connect Core 1.0, section 3.1.3.7, item 6: it came from the tenant itself).</summary>
    private async Task<string?> AcceptableIdTokenAsync(
        TenantSettings tenant,
        TokenResponse response,
        string? before,
        ClaimActionCollection? actions,
        CancellationToken limit)
    {
        if (actions is null || response.IdToken is not { } idToken)
        {
            return response.IdToken;
        }

        var check = await idTokens.CheckRefreshedAsync(tenant.IdTokens, idToken, limit)
            .ConfigureAwait(false)
            ?? (IdTokenContinuity.SameOrganization(before, idToken) ? null : "organization");
        if (check is not null)
        {
            logger.RefreshedIdTokenRefused(tenant.Scheme, check);
            return null; // the old one and its claims stay
        }

        // Tried here, once for each exchange: the session is read and written many times afterwards.
        _ = IdTokenClaims.Renew(new ClaimsPrincipal(), actions, before, idToken, out var failure);
        if (failure is null)
        {
            return idToken;
        }

        logger.ClaimActionFailed(tenant.Scheme, failure.GetType().Name);
        return null;
    }
}
