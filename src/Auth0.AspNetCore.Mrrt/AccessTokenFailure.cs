namespace Auth0.AspNetCore.Mrrt;

/// <summary>Why there is no access token. The list is closed: a <c>switch</c> over it can be complete.</summary>
public enum AccessTokenFailure
{
    /// <summary>The request has no session of this login scheme. The description names the cookie scheme that was read.</summary>
    NotSignedIn,

    /// <summary>The session ended during the request: by a sign-out in another tab, or because it expired while the request
    /// stayed open. Later requests are told <see cref="NotSignedIn"/>.</summary>
    SessionEnded,

    /// <summary>The session has no refresh token any more, or was begun without asking for one. Sign the user in
    /// again.</summary>
    NoRefreshToken,

    /// <summary>The tenant does not accept the refresh token any more (<c>invalid_grant</c>). Sign the user in again.</summary>
    RefreshTokenRejected,

    /// <summary>The tenant answered with a token for another API: no refresh-token policy of the client names the audience. It is not
    /// asked for again for a minute, unless a refresh is forced.</summary>
    AudienceNotGranted,

    /// <summary>The tenant granted no scope that was asked for. Where it granted some, there is a token, and
    /// <see cref="AccessTokenResult.MissingScopes"/> names the others.</summary>
    ScopeNotGranted,

    /// <summary>The tenant asks for a second factor first (<c>mfa_required</c>).</summary>
    MfaRequired,

    /// <summary>The tenant asks for the user: <c>interaction_required</c>, <c>login_required</c>,
    /// <c>consent_required</c>, <c>account_selection_required</c>, <c>unmet_authentication_requirements</c>. Start a login for this
    /// audience.</summary>
    InteractionRequired,

    /// <summary>The tenant refused for a reason that neither the user nor time will mend, such as a setting or a rule of the
    /// tenant. The session is unchanged, unless the answer was about another user.</summary>
    ExchangeRefused,

    /// <summary>The tenant could not be asked or could not answer: network, time limit, 429, 5xx. The session is
    /// unchanged; try again later.</summary>
    Transient,

    /// <summary>The servers could not agree who refreshes: the coordinator is out of reach. The session is unchanged;
    /// try again later.</summary>
    CoordinationUnavailable,

    /// <summary>The login got no refresh token, although it asked for one, or
    /// <see cref="Auth0WebAppWithAccessTokenOptions.UseRefreshTokens"/> is off. Signing the user in again cannot help: change the
    /// settings, of the application or of the API and the client at the tenant.</summary>
    NoRefreshTokenGranted,

    /// <summary>The call is beyond a bound: the audience or the scopes are too long or too many, or one call asks for too many tokens.
    /// The description names the bound. Nothing was asked, and the session is unchanged. Check what comes from outside the
    /// application before the call.</summary>
    InvalidRequest,

    /// <summary>The tenant does not let the user in any more: an administrator has blocked the user. Start a login, where the
    /// tenant tells the user so. The session is unchanged.</summary>
    UserBlocked,

    /// <summary>The tenant does not accept the application's credentials: client secret, key or certificate. Neither the user nor
    /// time will mend it, but an operator. The session is unchanged.</summary>
    ClientRefused,
}
