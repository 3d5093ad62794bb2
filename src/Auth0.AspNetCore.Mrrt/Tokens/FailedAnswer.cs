using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Turns what the token endpoint said into one reason of the closed list.</summary>
internal static class FailedAnswer
{
    public static AccessTokenResult Result(TokenRefreshResult answer) => AccessTokenResult.Failed(
        answer.ErrorClass switch
        {
            TokenErrorClass.Challenge when answer.Error == "mfa_required" => AccessTokenFailure.MfaRequired,
            TokenErrorClass.Challenge => AccessTokenFailure.InteractionRequired,
            TokenErrorClass.Terminal when answer.GrantRejected => AccessTokenFailure.RefreshTokenRejected,
            TokenErrorClass.Terminal => AccessTokenFailure.ExchangeRefused,
            TokenErrorClass.UserRefused => AccessTokenFailure.UserBlocked,
            TokenErrorClass.ClientRefused => AccessTokenFailure.ClientRefused,
            _ => AccessTokenFailure.Transient,
        },
        answer.ErrorClass == TokenErrorClass.ClientRefused
            ? "The tenant does not accept the application's credentials: compare ClientId, and the client secret, key or certificate. "
                + $"The tenant says: {answer.ErrorDescription}"
            : answer.ErrorDescription,
        answer.Error,
        answer.StatusCode,
        answer.RetryAfter,
        answer.MfaToken,
        answer.MfaRequirements);

    /// <summary>Says why the whole answer is refused.</summary>
    public static AccessTokenResult Refused(AnswerProblem problem, TokenNeed need) => problem.Fault switch
    {
        AnswerFault.OtherAudience => AudienceNotGranted(need),
        AnswerFault.ExpiredOnArrival => AccessTokenResult.Failed(
            AccessTokenFailure.Transient, "The tenant's answer took longer than the access token lasts.", "expired_on_arrival"),
        AnswerFault.AboutAnother => IdTokenRefused($"The tenant's answer does not belong to this session: {problem.Description}."),
        _ => IdTokenRefused($"The tenant's answer is refused: {problem.Description}."),
    };

    public static AccessTokenResult AudienceNotGranted(TokenNeed need) => AccessTokenResult.Failed(
        AccessTokenFailure.AudienceNotGranted,
        $"The tenant answered with a token for another audience. Add '{Printable.Text(need.Audience)}' to the refresh-token policies "
        + "(Multi-Resource Refresh Token) of the application at the tenant.");

    private static AccessTokenResult IdTokenRefused(string description) =>
        AccessTokenResult.Failed(AccessTokenFailure.ExchangeRefused, description, "invalid_id_token");
}
