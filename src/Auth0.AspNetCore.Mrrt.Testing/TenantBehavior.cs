using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// How the tenant behaves where Auth0 leaves room: switches for members a client must not rely on and for points where
/// Auth0's own sources disagree. Every one may be flipped while the tenant runs.
/// </summary>
public sealed class TenantBehavior
{
    /// <summary>
    /// Whether <c>/authorize</c> signs in at once, without a page: as the user in <c>login_hint</c>, else as the
    /// session's user, else as the first one. <c>prompt=none</c> still needs a session.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SilentSignIn { get; set; }

    /// <summary>Whether token responses leave out <c>scope</c>, which no statement of Auth0 guarantees.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool OmitScope { get; set; }

    /// <summary>Whether every token response leaves out <c>id_token</c>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool OmitIdToken { get; set; }

    /// <summary>Whether refresh responses leave out <c>id_token</c>; sources disagree about it.</summary>
    /// <value>The default is <see langword="false"/>: an ID token comes whenever <c>openid</c> is granted.</value>
    public bool OmitIdTokenOnRefresh { get; set; }

    /// <summary>Whether token responses leave out <c>expires_in</c>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool OmitExpiresIn { get; set; }

    /// <summary>Whether token responses carry members with random names, which clients must ignore (RFC 6749, 5.1).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AddUnknownMembers { get; set; }

    /// <summary>Whether access tokens for APIs are random strings instead of JWTs.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool OpaqueAccessTokens { get; set; }

    /// <summary>
    /// Whether a refresh for an audience outside the policies is refused with 403 <c>access_denied</c>. Otherwise it
    /// succeeds with a token for the audience of the sign-in, as Auth0's SDK documentation describes.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RefuseAudienceOutsidePolicy { get; set; }

    /// <summary>
    /// Whether a policy for the audience of the sign-in adds scopes that the sign-in was not granted, as the MRRT page
    /// says; the API reference says a refresh can only reduce them.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool PoliciesWidenOriginalAudience { get; set; } = true;

    /// <summary>
    /// Whether wrong client credentials give 401 <c>invalid_client</c> (the API description) instead of the
    /// 401 <c>access_denied</c> "Unauthorized" seen live.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ReportInvalidClient { get; set; }

    /// <summary>The status for a bad authorization code: 403 is what was recorded, 400 what the API description says.</summary>
    /// <value>The default is 403.</value>
    public int InvalidCodeStatus { get; set; } = StatusCodes.Status403Forbidden;

    /// <summary>
    /// Whether PKCE with <c>plain</c> is accepted. Discovery advertises it, the API reference says only S256 works.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AcceptPlainPkce { get; set; }

    /// <summary>Whether <c>organization</c> may be a name (<em>Allow Organization Names in Authentication API</em>).</summary>
    /// <value>The default is <see langword="false"/>: only ids that start with <c>org_</c>.</value>
    public bool AllowOrganizationNames { get; set; }

    /// <summary>Whether discovery names <c>end_session_endpoint</c>; tenants from before November 2023 do not.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AdvertiseEndSessionEndpoint { get; set; } = true;

    /// <summary>Whether <c>/oidc/logout</c> asks the user when no hint proves who is leaving.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool LogoutConsent { get; set; } = true;

    /// <summary>
    /// Whether <c>/oidc/logout</c> with an <c>id_token_hint</c> alone uses the tenant's logout URLs (API reference)
    /// instead of the application's (guide).
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IdTokenHintUsesTenantLogoutUrls { get; set; }

    /// <summary>
    /// Whether <c>/oauth/revoke</c> ends every refresh token of the same user, application and audience
    /// (<em>Refresh Token Revocation Deletes Grant</em>) instead of the one presented.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RevocationDeletesGrant { get; set; }
}
