namespace Auth0.AspNetCore.Mrrt;

/// <summary>Which access tokens an application needs for its users, and when a stored one is too old to hand out.</summary>
public sealed class Auth0WebAppWithAccessTokenOptions
{
    /// <summary>
    /// The audience that a login asks for and that a request without an audience means: the API's identifier at the
    /// tenant.
    /// </summary>
    /// <value>None by default: the tenant's default audience, or else an opaque token for <c>/userinfo</c>.</value>
    public string? Audience { get; set; }

    /// <summary>The scopes of <see cref="Audience"/> that a login asks for, separated by spaces.</summary>
    /// <value>None by default.</value>
    public string? Scope { get; set; }

    /// <summary>
    /// The scopes to ask for by default, audience by audience. For an audience that is not named here a request asks
    /// for its own scopes only; with none at all the tenant grants everything its refresh-token policy allows.
    /// </summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> ScopeByAudience { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether logins ask for a refresh token (<c>offline_access</c>) and stored access tokens are renewed with it.
    /// One refresh token serves every audience in the client's refresh-token policies.
    /// </summary>
    /// <value>The default is <see langword="true"/>. Without refresh tokens there is the token of the login, until it
    /// expires; any other call ends with <see cref="AccessTokenFailure.NoRefreshTokenGranted"/>.</value>
    public bool UseRefreshTokens { get; set; } = true;

    /// <summary>How long before its expiry a stored access token is renewed. Until its expiry it is still handed out to
    /// callers that would otherwise wait for a renewal under way, and when the tenant cannot answer.</summary>
    /// <value>The default is 60 seconds; from zero to a day. Tokens that live shorter than twice that are renewed when
    /// half their lifetime is over.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or more than a day.</exception>
    public TimeSpan AccessTokenExpirationLeeway
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a new access token must be for the audience that was asked for.</summary>
    /// <value>The default is <see cref="AudienceCheck.Strict"/>.</value>
    public AudienceCheck AudienceCheck { get; set; }

    /// <summary>How many additional access tokens a session holds at most; the least recently used goes first, and is
    /// obtained again when it is needed. Handing out a token writes nothing: a use is remembered only
    /// where the same request also writes the session with new tokens.</summary>
    /// <value>The default is 20; one or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than one.</exception>
    public int MaxAccessTokenSets
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20;

    /// <summary>
    /// Whether the user's claims follow a refreshed ID token: those that came from the ID token are replaced, those
    /// that the application added stay. Only after the ID token passed every check of a login but the nonce.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RebuildPrincipalOnRefresh { get; set; }

    /// <summary>What the application wants to be told.</summary>
    public Auth0WebAppWithAccessTokenEvents Events { get; set; } = new();

    /// <summary>Whether <c>WithAccessToken</c> or <c>AddAuth0AccessTokens</c> was called for the scheme.</summary>
    internal bool Enabled { get; set; }

    /// <summary>True for <c>AddAuth0AccessTokens</c>: another handler signs the users in. A session without a recorded login
    /// scheme then does not belong to this scheme.</summary>
    internal bool SchemeIsNamed { get; set; }

    /// <summary>The scopes to ask for when a request names none of its own.</summary>
    internal string? DefaultScope(string? audience) =>
        audience is not null && ScopeByAudience.TryGetValue(audience, out var scope) ? scope
        : string.Equals(audience, Audience, StringComparison.Ordinal) ? Scope
        : null;
}
