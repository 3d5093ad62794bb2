namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// An application registered at the tenant. Its settings are read at every request, so a test may change them while
/// the tenant runs (between requests: the lists are not synchronized).
/// </summary>
public sealed class TenantClient
{
    /// <summary>The application's <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The application's secret, accepted in the body and as HTTP Basic.</summary>
    /// <value>The default is the empty string: a public client (authentication method <c>none</c>).</value>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the login page calls the application.</summary>
    /// <value>The default is the empty string: the client id is shown instead.</value>
    public string Name { get; set; } = "";

    /// <summary>
    /// Allowed Callback URLs, compared exactly as at Auth0. For tests only, an entry for a loopback host may have
    /// <c>*</c> as its port, as in <c>http://localhost:*/callback</c>; it also matches the default port.
    /// </summary>
    public IList<string> Callbacks { get; init; } = [];

    /// <summary>
    /// Allowed Logout URLs, compared exactly and including the query; the first is used when a logout names none.
    /// The port of a loopback entry may be <c>*</c>, as in <see cref="Callbacks"/>.
    /// </summary>
    public IList<string> LogoutUrls { get; init; } = [];

    /// <summary>The grants that are switched on for the application.</summary>
    /// <value>The default is <c>authorization_code</c> and <c>refresh_token</c>.</value>
    public IList<string> GrantTypes { get; init; } = ["authorization_code", "refresh_token"];

    /// <summary>The audience of a sign-in that asks for none (at Auth0 the tenant's <em>Default Audience</em>).</summary>
    /// <value>The default is <see langword="null"/>: such a sign-in gets a token for <c>/userinfo</c> only.</value>
    public string? DefaultAudience { get; set; }

    /// <summary>Whether this is a first-party application. Policies of third-party ones are ignored.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsFirstParty { get; set; } = true;

    /// <summary>Whether a sign-in without <c>organization</c> is refused.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RequireOrganization { get; set; }

    /// <summary>Whether each exchange of a refresh token voids it and returns a new one (Refresh Token Rotation).</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RefreshTokenRotation { get; set; } = true;

    /// <summary>
    /// The rotation overlap period: how long after its exchange the immediately previous refresh token still works.
    /// </summary>
    /// <value>The default is zero: every replay revokes the family.</value>
    public TimeSpan Leeway
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>How long a sign-in's refresh tokens live in all. Fixed at the sign-in; rotation does not extend it.</summary>
    /// <value>The default is 30 days; <see langword="null"/> means for ever.</value>
    public TimeSpan? AbsoluteLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a refresh token lives without being exchanged. Every exchange renews it.</summary>
    /// <value>The default is 30 days; <see langword="null"/> means for ever.</value>
    public TimeSpan? IdleLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The Multi-Resource Refresh Token policies. Empty means that refresh tokens serve one API only.</summary>
    public IList<RefreshTokenPolicy> Policies { get; init; } = [];

    internal bool IsPublic => ClientSecret.Length == 0;

    internal string DisplayName => Name.Length > 0 ? Name : ClientId;

    /// <summary>Returns the client id; never the secret.</summary>
    public override string ToString() => ClientId;
}
