using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// How an application signs its users in with an Auth0 tenant. The names follow the official ASP.NET Core SDK where
/// it has one; everything of <see cref="RemoteAuthenticationOptions"/> is here as well, but for
/// <see cref="RemoteAuthenticationOptions.SaveTokens"/>, which has no effect: the session always holds the tokens.
/// </summary>
public sealed class Auth0WebAppOptions : RemoteAuthenticationOptions
{
    /// <summary>OpenID Connect Core 1.0, section 5.1, and what Auth0 adds about the user.</summary>
    private static readonly string[] UserClaims =
    [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
        "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at", "sid", "amr", "org_id", "org_name", "roles",
    ];

    private ClientAuthenticationMethod? _clientAuthentication;

    /// <summary>Starts with the defaults named on each property, with <c>/callback</c> as the
    /// <see cref="RemoteAuthenticationOptions.CallbackPath"/> and 30 seconds as the
    /// <see cref="RemoteAuthenticationOptions.BackchannelTimeout"/>, which limits each call to the tenant.</summary>
    public Auth0WebAppOptions()
    {
        CallbackPath = "/callback";
        BackchannelTimeout = TimeSpan.FromSeconds(30);
        Events = new Auth0WebAppEvents(); // as the framework's own options: options.Events.OnX = … must work
        foreach (var name in UserClaims)
        {
            ClaimActions.Add(new SameNameClaimAction(name));
        }

        // The name under which the framework and its libraries look for the user.
        ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "sub");
        // Browsers take a cookie of such a name from this host only, for all of it and over https only: no neighbour under
        // the same domain can plant one. Path is / so that a challenge sees what earlier ones left behind.
        CorrelationCookie.Name = "__Host-Auth0.Login.";
        CorrelationCookie.Path = "/";
        CorrelationCookie.SecurePolicy = Microsoft.AspNetCore.Http.CookieSecurePolicy.Always;
        // The answer arrives as a top-level GET, which a Lax cookie travels with (RFC 9700, section 4.7.1).
        CorrelationCookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax;
    }

    /// <summary>
    /// The tenant's domain, as the Auth0 dashboard shows it, or its custom domain: <c>example.eu.auth0.com</c>.
    /// <c>https://</c> before it and a slash behind it are accepted. <c>http://</c> is accepted for a loopback
    /// address only, for a local tenant.
    /// </summary>
    /// <value>Required.</value>
    public string Domain { get; set; } = "";

    /// <summary>The client id of the application at the tenant.</summary>
    /// <value>Required.</value>
    public string ClientId { get; set; } = "";

    /// <summary>The client secret of the application.</summary>
    /// <value>Required, unless <see cref="ClientAssertionSecurityKey"/> or <see cref="ClientCertificate"/> is set. Exactly one
    /// of the three.</value>
    public string? ClientSecret { get; set; }

    /// <summary>The private key that signs client assertions (RFC 7523): RSA of 2048 bits or more, or EC on P-256. The
    /// tenant holds the public half. The application keeps the key alive and disposes of it.</summary>
    /// <value>None by default.</value>
    public SecurityKey? ClientAssertionSecurityKey { get; set; }

    /// <summary>The algorithm that goes with <see cref="ClientAssertionSecurityKey"/>: <c>RS256</c>, <c>PS256</c> or
    /// <c>ES256</c>.</summary>
    /// <value>The default is <c>RS256</c>.</value>
    public string ClientAssertionSecurityKeyAlgorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    /// <summary>The certificate, with its private key, that the application shows to the tenant on every connection
    /// (RFC 8705). The application keeps it alive and disposes of it. One whose own
    /// <see cref="RemoteAuthenticationOptions.Backchannel"/> or <see cref="RemoteAuthenticationOptions.BackchannelHttpHandler"/>
    /// shows a certificate sets <see cref="ClientAuthentication"/> to <see cref="ClientAuthenticationMethod.TlsClientAuth"/>
    /// instead.</summary>
    /// <value>None by default.</value>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>How the application proves to the tenant who it is, at every endpoint that asks.</summary>
    /// <value>By default <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> when a key is set,
    /// <see cref="ClientAuthenticationMethod.TlsClientAuth"/> when a certificate is, else
    /// <see cref="ClientAuthenticationMethod.ClientSecretPost"/>.</value>
    public ClientAuthenticationMethod ClientAuthentication
    {
        get => _clientAuthentication ?? (this switch
        {
            { ClientAssertionSecurityKey: not null } => ClientAuthenticationMethod.PrivateKeyJwt,
            { ClientCertificate: not null } => ClientAuthenticationMethod.TlsClientAuth,
            _ => ClientAuthenticationMethod.ClientSecretPost,
        });
        set => _clientAuthentication = value;
    }

    /// <summary>Whether calls to the tenant name this library and its version in the <c>Auth0-Client</c> header, which
    /// the tenant's logs show. Nothing else is told.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SendTelemetry { get; set; } = true;

    /// <summary>The scopes of the login itself, separated by spaces. <c>openid</c> is added when it is missing, and
    /// <c>offline_access</c> when refresh tokens are in use.</summary>
    /// <value>The default is <c>openid profile</c>.</value>
    public string Scope { get; set; } = "openid profile";

    /// <summary>
    /// More parameters for the tenant's <c>/authorize</c> endpoint. What a single login sets with
    /// <see cref="LoginAuthenticationPropertiesBuilder"/> wins; the protocol's own parameters cannot be set here.
    /// </summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> LoginParameters { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// How the tenant's answer to a login comes back: <c>query</c>, as a GET, or <c>form_post</c>, as a form that the
    /// tenant's page posts, which keeps the code out of addresses and logs. For the form the login's cookie must be
    /// <c>SameSite=None</c>, and is; the session cookie stays as it is.
    /// </summary>
    /// <value>The default is <c>query</c>.</value>
    public string ResponseMode { get; set; } = OpenIdConnectResponseMode.Query;

    /// <summary>Whether a login's parameters go to the tenant directly instead of through the browser (RFC 9126).</summary>
    /// <value>The default is <see cref="PushedAuthorization.UseIfAvailable"/>.</value>
    public PushedAuthorization PushedAuthorization { get; set; }

    /// <summary>
    /// Which claims of the ID token, and of <c>/userinfo</c>, the user's principal gets. Add to it
    /// (<c>ClaimActions.MapJsonKey("tier", "https://example.com/tier")</c>), take from it
    /// (<c>ClaimActions.Remove("picture")</c>) or take everything (<c>ClaimActions.MapAll()</c>). The principal's name is
    /// the claim <c>name</c>, its roles are the claims <c>roles</c>. <c>MapAll()</c> puts away all actions there were: there
    /// is no <see cref="ClaimTypes.NameIdentifier"/> then, and a list becomes one claim with the text of the list, which is
    /// no role. Add <c>MapJsonKey(ClaimTypes.NameIdentifier, "sub")</c> and <c>MapJsonKey("roles", "roles")</c> after it.
    /// </summary>
    /// <value>By default the standard claims about a user, under their own names, with <c>sid</c>, <c>amr</c>,
    /// <c>org_id</c>, <c>org_name</c> and <c>roles</c>; and <c>sub</c> a second time as
    /// <see cref="ClaimTypes.NameIdentifier"/>.</value>
    public ClaimActionCollection ClaimActions { get; } = [];

    /// <summary>Whether a login asks <c>/userinfo</c> for more claims. They must be about the user of the ID token, whose
    /// own claims win; a login for which they cannot be had fails.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool GetClaimsFromUserInfoEndpoint { get; set; }

    /// <summary>Where the application takes part in logins and sign-outs. Ignored where
    /// <see cref="AuthenticationSchemeOptions.EventsType"/> is set.</summary>
    /// <value>By default an <see cref="Auth0WebAppEvents"/> that does nothing.</value>
    public new Auth0WebAppEvents Events
    {
        get => (Auth0WebAppEvents)base.Events;
        set => base.Events = value;
    }

    /// <summary>How a sign-out ends the session at the tenant.</summary>
    /// <value>The default is <see cref="LogoutStrategy.Auto"/>.</value>
    public LogoutStrategy LogoutStrategy { get; set; }

    /// <summary>Whether a sign-out at <c>/oidc/logout</c> shows the tenant the user's ID token, so that it asks the user
    /// nothing. The token then stands in the address. Without it the tenant goes by <c>logout_hint</c>, the name of its
    /// session, which is sent either way where the session's ID token has it (<c>sid</c>).</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SendIdTokenHint { get; set; } = true;

    /// <summary>Where the tenant sends the user after a sign-out that does not say: a path of this application, or an
    /// address. It must be among the client's Allowed Logout URLs.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string SignedOutRedirectUri { get; set; } = "/";

    /// <summary>
    /// A path of this application, such as <c>/signed-out-callback</c>, where every sign-out returns to that goes through the
    /// tenant's <c>/oidc/logout</c> with a path as its return address. It holds the return to the <c>state</c> of a sign-out
    /// that began in the same browser (OpenID Connect RP-Initiated Logout 1.0, section 2) and sends the user on to where the
    /// sign-out wants to end, which then need not be among the client's Allowed Logout URLs; the path's own address must. Any
    /// other sign-out passes it by: one through <c>/v2/logout</c>, and one to an address elsewhere, which must be among them
    /// itself.
    /// </summary>
    /// <value>None by default: the tenant sends the user to that page itself, and nothing hangs on the return.</value>
    public PathString SignedOutCallbackPath { get; set; }

    /// <summary>Whether a sign-out revokes the session's refresh token at the tenant (RFC 7009), so that a copy of the
    /// cookie buys nothing any more. A tenant that does not answer within five seconds holds up nobody.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RevokeRefreshTokenOnSignOut { get; set; } = true;

    /// <summary>
    /// The cookie scheme that holds the session. One that the application registers itself, with <c>AddCookie</c>,
    /// keeps its settings; otherwise it is registered with safe ones.
    /// </summary>
    /// <value>The default is <see cref="CookieAuthenticationDefaults.AuthenticationScheme"/>.</value>
    public string CookieAuthenticationScheme { get; set; } = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>How the session is written into its cookie, or into a store of the library's. Both formats are
    /// read.</summary>
    /// <value>The default is <see cref="TicketFormat.Compact"/>. It does not concern a cookie whose
    /// <see cref="CookieAuthenticationOptions.TicketDataFormat"/> the application has set.</value>
    public TicketFormat TicketFormat { get; set; } = TicketFormat.Compact;

    /// <summary>Seals the <c>state</c>: what a login has to know again when its answer comes, through the tenant and
    /// back.</summary>
    /// <value>By default with the application's Data Protection keys.</value>
    public ISecureDataFormat<AuthenticationProperties> StateDataFormat { get; set; } = null!;

    /// <summary>
    /// Where the tenant's endpoints and signing keys come from.
    /// </summary>
    /// <value>By default the discovery document of <see cref="Domain"/> (OpenID Connect Discovery 1.0, section 4),
    /// fetched when it is first needed and again from time to time.</value>
    public IConfigurationManager<OpenIdConnectConfiguration> ConfigurationManager { get; set; } = null!;

    /// <summary>Whether the <see cref="RemoteAuthenticationOptions.Backchannel"/> was made for
    /// <see cref="ClientCertificate"/>, and is not the application's own.</summary>
    internal bool ShowsCertificate { get; set; }
}
