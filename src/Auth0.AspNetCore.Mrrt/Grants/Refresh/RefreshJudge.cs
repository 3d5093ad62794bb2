using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Grants.Refresh;

/// <summary>What an answer to a refresh means. The refresh grant adds one question to those of every grant: what has become of
/// the refresh token that was sent?</summary>
internal static class RefreshJudge
{
    /// <param name="answer">What the token endpoint answered.</param>
    /// <param name="expected">What the answer is compared with.</param>
    /// <param name="now">The time at which the answer has arrived.</param>
    public static RefreshMeaning Judge(TokenRefreshResult answer, AnswerExpectation expected, DateTimeOffset now)
    {
        var problem = AnswerChecks.FirstProblem(answer.Response, answer.IdToken, expected, now);
        return new RefreshMeaning
        {
            Problem = problem,
            RefreshToken = IsLost(answer, problem) ? RefreshTokenFate.Lost
                : answer.RotatedRefreshToken is not null ? RefreshTokenFate.Rotated
                : RefreshTokenFate.Unchanged,
        };
    }

    /// <summary>An answer about another user brings this session nothing, and the refresh token that was sent is used up. No other
    /// refused answer costs the refresh token beside it: without it, the session would send a used one next (G18). Of the failures
    /// only a rejected grant says that the refresh token is dead (G9).</summary>
    private static bool IsLost(TokenRefreshResult answer, AnswerProblem? problem) =>
        problem is null ? answer.GrantRejected : problem.Fault == AnswerFault.AboutAnother;
}
