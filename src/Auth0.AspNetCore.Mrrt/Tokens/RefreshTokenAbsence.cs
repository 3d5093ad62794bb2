using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Tells a login that never got a refresh token from a session that has lost it. Only the second gets one from
/// another login: an application that sends the first through logins does so for ever.</summary>
internal static class RefreshTokenAbsence
{
    private const string OfflineAccess = "offline_access";

    /// <summary>True when these tokens hold no refresh token that the application wants used.</summary>
    public static bool IsAbsent(SessionTokens tokens, TokenNeed need) => !need.MayRefresh || tokens.RefreshToken is null;

    /// <summary>The outcome of a call with the newest tokens of a session, where <see cref="IsAbsent"/> is true.</summary>
    public static ExchangeOutcome Outcome(SessionTokens newest, TokenNeed need) =>
        new() { Result = Result(newest, isOutdated: false, need) };

    public static AccessTokenResult Result(SessionTokens tokens, bool isOutdated, TokenNeed need)
    {
        if (!need.MayRefresh)
        {
            return AccessTokenResult.Failed(
                AccessTokenFailure.NoRefreshTokenGranted,
                $"{nameof(Auth0WebAppWithAccessTokenOptions.UseRefreshTokens)} of scheme '{need.Scheme}' is off: no other access "
                + "token can be obtained than that of the login.");
        }

        return !isOutdated && IsNeverGranted(tokens, need)
            ? AccessTokenResult.Failed(
                AccessTokenFailure.NoRefreshTokenGranted,
                $"The login with scheme '{need.Scheme}' got no refresh token. Allow offline access for the API of the login, and "
                + "the Refresh Token grant for the application, at the tenant."
                + (need.LoginIsOurs ? "" : " The login handler must ask for offline_access and keep its tokens (SaveTokens)."))
            : AccessTokenResult.Failed(
                AccessTokenFailure.NoRefreshToken, "The session holds no refresh token that may be used: sign in again.");
    }

    /// <summary>All generations are sign-ins where no exchange was made. A login of ours notes what it asked for: one that did
    /// not ask is worth another login, which will.</summary>
    private static bool IsNeverGranted(SessionTokens tokens, TokenNeed need) =>
        tokens.RefreshToken is null && tokens.Generation == tokens.SignIn.Count
        && (!need.LoginIsOurs || ScopeSet.Covers(tokens.Primary?.RequestedScope, OfflineAccess));
}
