using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Tells a script why there is no token. No text of the tenant is in the answer.</summary>
internal static class TokenProblem
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    /// <summary>The status for a reason: 401 and 409 ask for a login, 503 for a later try. With 403 neither helps.</summary>
    public static int StatusOf(AccessTokenFailure reason) => reason switch
    {
        AccessTokenFailure.NotSignedIn or AccessTokenFailure.SessionEnded => StatusCodes.Status401Unauthorized,
        AccessTokenFailure.NoRefreshToken or AccessTokenFailure.RefreshTokenRejected or AccessTokenFailure.InteractionRequired
            or AccessTokenFailure.UserBlocked or AccessTokenFailure.MfaRequired => StatusCodes.Status409Conflict,
        AccessTokenFailure.AudienceNotGranted or AccessTokenFailure.ScopeNotGranted or AccessTokenFailure.NoRefreshTokenGranted
            or AccessTokenFailure.ExchangeRefused or AccessTokenFailure.InvalidRequest => StatusCodes.Status403Forbidden,
        AccessTokenFailure.Transient or AccessTokenFailure.CoordinationUnavailable
            or AccessTokenFailure.ClientRefused => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <param name="http">The request.</param>
    /// <param name="result">The result without a token.</param>
    /// <param name="login">The address of a login that may help. Null when the login endpoint is off.</param>
    public static Task WriteAsync(HttpContext http, AccessTokenResult result, string? login)
    {
        var reason = result.Reason!.Value;
        var status = StatusOf(reason);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            var wait = Math.Max(1, Math.Ceiling((result.RetryAfter ?? UsualWait).TotalSeconds));
            http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        return JsonAnswer.ProblemAsync(
            http,
            status,
            "There is no access token.",
            ("reason", reason.ToString()),
            ("login", status == StatusCodes.Status409Conflict ? login : null));
    }
}
