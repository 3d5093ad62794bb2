using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Grants;

/// <summary>What every grant checks of an answer before it uses anything of it: the user, the lifetime, the audience.</summary>
internal static class AnswerChecks
{
    /// <summary>Finds the first reason to refuse an answer. The ID token comes first: it tells whose answer it is.</summary>
    /// <param name="response">The tokens. Null for an answer without an access token.</param>
    /// <param name="idToken">The ID token of the answer, which may have come without an access token.</param>
    /// <param name="expected">What the answer is compared with.</param>
    /// <param name="now">The time at which the answer has arrived.</param>
    /// <returns>The reason. Null when the answer passes.</returns>
    public static AnswerProblem? FirstProblem(
        TokenResponse? response, string? idToken, AnswerExpectation expected, DateTimeOffset now) =>
        IdTokenContinuity.Problem(expected.IdToken, idToken) is { } problem ? problem
        : response is null ? null
        // A short lifetime may be over when a slow answer arrives. The next exchange may be faster.
        : response.ExpiresAt <= now ? AnswerProblem.ExpiredOnArrival
        : AccessTokenClaims.ContradictsAudience(response.AccessToken, expected.Audience) ? AnswerProblem.OtherAudience
        : null;
}
