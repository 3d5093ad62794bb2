using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// How an application signs its users in with an Auth0 tenant. The names follow the official ASP.NET Core SDK where it has
/// one. Everything else that ASP.NET Core's own handler can do is set on its options:
/// <c>services.Configure&lt;OpenIdConnectOptions&gt;(Auth0Constants.AuthenticationScheme, options =&gt; …)</c>.
/// </summary>
public sealed class Auth0WebAppOptions
{
    private ClientAuthenticationMethod? _clientAuthentication;

    /// <summary>Starts with the defaults that each property names.</summary>
    public Auth0WebAppOptions() => DefaultClaimActions.AddTo(ClaimActions);

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

    /// <summary>More client secrets, so that the secret can be replaced without a pause. After <c>invalid_client</c> a call is sent
    /// again with the next secret. Remove the old secret when the tenant no longer accepts it.</summary>
    /// <value>Empty by default; at most four, beside <see cref="ClientSecret"/>.</value>
    public IList<string> AdditionalClientSecrets { get; } = [];

    /// <summary>The private key that signs client assertions (RFC 7523): RSA of 2048 bits or more, or EC on P-256. The
    /// tenant holds the public half. The application keeps the key alive and disposes of it.</summary>
    /// <value>None by default.</value>
    public SecurityKey? ClientAssertionSecurityKey { get; set; }

    /// <summary>More private keys, so that the key can be replaced without a pause. They are used like
    /// <see cref="AdditionalClientSecrets"/>, with the algorithm <see cref="ClientAssertionSecurityKeyAlgorithm"/>.</summary>
    /// <value>Empty by default; at most four, beside <see cref="ClientAssertionSecurityKey"/>.</value>
    public IList<SecurityKey> AdditionalClientAssertionSecurityKeys { get; } = [];

    /// <summary>The algorithm that goes with <see cref="ClientAssertionSecurityKey"/>: <c>RS256</c>, <c>PS256</c> or
    /// <c>ES256</c>.</summary>
    /// <value>The default is <c>RS256</c>.</value>
    public string ClientAssertionSecurityKeyAlgorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    /// <summary>The certificate, with its private key, that the application shows to the tenant on every connection
    /// (RFC 8705). The application keeps it alive and disposes of it. An application whose own
    /// <see cref="Backchannel"/> or <see cref="BackchannelHttpHandler"/> shows a certificate sets <see cref="ClientAuthentication"/> to <see cref="ClientAuthenticationMethod.TlsClientAuth"/>
    /// instead.</summary>
    /// <value>None by default.</value>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>How the application proves to the tenant who it is, at every endpoint that asks.</summary>
    /// <value>By default <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> when a key is set,
    /// <see cref="ClientAuthenticationMethod.TlsClientAuth"/> when a certificate is, else
    /// <see cref="ClientAuthenticationMethod.ClientSecretPost"/>.</value>
    public ClientAuthenticationMethod ClientAuthentication
    {
        get => _clientAuthentication ?? ClientAuthenticationDefault.Of(ClientAssertionSecurityKey, ClientCertificate);
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

    /// <summary>
    /// Whether a login's parameters go to the tenant directly (RFC 9126). Otherwise they go through the browser, where
    /// anybody can read and change them. A push that fails fails the login: its parameters never take the other way.
    /// </summary>
    /// <value>The default is <see cref="PushedAuthorizationBehavior.UseIfAvailable"/>: a login is pushed where the tenant
    /// announces that it takes them. With <see cref="PushedAuthorizationBehavior.Require"/> a challenge throws an
    /// <see cref="InvalidOperationException"/> where the tenant does not.</value>
    public PushedAuthorizationBehavior PushedAuthorization { get; set; }

    /// <summary>The organization that every login asks for: its id (<c>org_…</c>), or its name where the tenant allows names
    /// (Auth0: <see href="https://auth0.com/docs/manage-users/organizations/using-tokens">Work with Tokens and
    /// Organizations</see>). The ID token must name it. A single login may name another one.</summary>
    /// <value>None by default.</value>
    public string? Organization { get; set; }

    /// <summary>How long ago a user may have signed in at the tenant before the tenant asks again (<c>max_age</c>, OpenID
    /// Connect Core 1.0, section 3.1.2.1). The ID token's <c>auth_time</c> must agree.</summary>
    /// <value>None by default; zero or more, in whole seconds.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>The path of this application where the tenant's answer to a login arrives. Its address must be among the
    /// client's Allowed Callback URLs.</summary>
    /// <value>The default is <c>/callback</c>.</value>
    public PathString CallbackPath { get; set; } = "/callback";

    /// <summary>The page for users who may not go on: those who refused at the tenant, and those without the role or policy
    /// that a page requires. It gets the page they wanted as <c>ReturnUrl</c>.</summary>
    /// <value>None by default. A refusal at the tenant is then a failed login, and a missing role leads to
    /// <c>/Account/AccessDenied</c>, as with ASP.NET Core's own cookie handler.</value>
    public PathString AccessDeniedPath { get; set; }

    /// <summary>The client for every call to the tenant. It must not follow redirects, and must not repeat calls: a repeated
    /// refresh presents a refresh token that was used already.</summary>
    /// <value>By default the named client <see cref="Auth0Constants.HttpClientName"/>.</value>
    public HttpClient? Backchannel { get; set; }

    /// <summary>The handler of the client for calls to the tenant, where the application sets no
    /// <see cref="Backchannel"/>. Set <see cref="SocketsHttpHandler.AllowAutoRedirect"/> to <see langword="false"/>: the start
    /// refuses a handler that follows redirects.</summary>
    /// <value>None by default.</value>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>The limit of each call to the tenant.</summary>
    /// <value>The default is 30 seconds; more than zero, at most ten minutes.</value>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How far the tenant's clock may be from this server's, when the times of an ID token are checked.</summary>
    /// <value>The default is one minute; from zero to five minutes.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a script gets 401 where a page would be sent to sign in: a script cannot show the tenant's page. Scripts are
    /// told by the endpoint (API controllers, endpoints with JSON, SignalR) and by the headers <c>Sec-Fetch-Mode</c>,
    /// <c>X-Requested-With</c> and <c>Upgrade</c>.
    /// </summary>
    /// <value>The default is <see langword="true"/>. With <see langword="false"/> scripts are redirected as pages
    /// are.</value>
    public bool AnswerScriptsWithUnauthorized { get; set; } = true;

    /// <summary>
    /// Which claims of the ID token, and of <c>/userinfo</c>, the user's principal gets. Add to it
    /// (<c>ClaimActions.MapJsonKey("tier", "https://example.com/tier")</c>), take from it
    /// (<c>ClaimActions.Remove("picture")</c>) or take everything (<c>ClaimActions.MapAll()</c>). An added action replaces the
    /// default one for the same claim. The principal's name is
    /// the claim <c>name</c>, its roles are the claims <c>roles</c>. <c>MapAll()</c> puts away all actions there were: there
    /// is no <see cref="ClaimTypes.NameIdentifier"/> then, and a list becomes one claim with the text of the list, which is
    /// no role. Add <c>MapJsonKey(ClaimTypes.NameIdentifier, "sub")</c> and <c>MapJsonKey("roles", "roles")</c> after it.
    /// </summary>
    /// <value>By default the standard claims about a user, under their own names. <c>sid</c>, <c>amr</c>, <c>org_id</c>,
    /// <c>org_name</c> and <c>roles</c> belong to them. <c>sub</c> is also there as <see cref="ClaimTypes.NameIdentifier"/>.</value>
    public ClaimActionCollection ClaimActions { get; } = [];

    /// <summary>Whether a login asks <c>/userinfo</c> for more claims. They must be about the user of the ID token, whose
    /// own claims win; a login for which they cannot be had fails.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool GetClaimsFromUserInfoEndpoint { get; set; }

    /// <summary>
    /// Where the application takes part in logins and sign-outs: the events of ASP.NET Core's own OpenID Connect handler.
    /// Each check of this library has passed before the event that says so. For a class of events from the container, set
    /// <see cref="AuthenticationSchemeOptions.EventsType"/> of the <see cref="OpenIdConnectOptions"/>.
    /// </summary>
    /// <value>By default an object without handlers.</value>
    public OpenIdConnectEvents OpenIdConnectEvents { get; set; } = new();

    /// <summary>How a sign-out ends the session at the tenant.</summary>
    /// <value>The default is <see cref="LogoutStrategy.Auto"/>.</value>
    public LogoutStrategy LogoutStrategy { get; set; }

    /// <summary>Whether a sign-out at <c>/oidc/logout</c> shows the tenant the user's ID token, so that it asks the user
    /// nothing. The token then stands in the address. Without it the tenant uses <c>logout_hint</c>, the name of its
    /// session. That is sent either way where the session's ID token has it (<c>sid</c>).</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SendIdTokenHint { get; set; } = true;

    /// <summary>Where the tenant sends the user after a sign-out that does not say: a path of this application, or an
    /// address. It must be among the client's Allowed Logout URLs.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string SignedOutRedirectUri { get; set; } = "/";

    /// <summary>
    /// A path of this application, such as <c>/signed-out-callback</c>, where sign-outs return. A sign-out uses it when it goes
    /// through the tenant's <c>/oidc/logout</c> and ends on a path. The return must bring the <c>state</c> of a sign-out that
    /// began in the same browser (OpenID Connect RP-Initiated Logout 1.0, section 2). The user is then sent on.
    /// <para>This path's address must be among the client's Allowed Logout URLs; the paths where sign-outs end need not be.
    /// A sign-out through <c>/v2/logout</c>, or to an address elsewhere, does not use it.</para>
    /// </summary>
    /// <value>None by default: the tenant sends the user to that page itself, and nothing hangs on the return.</value>
    public PathString SignedOutCallbackPath { get; set; }

    /// <summary>Whether a sign-out revokes the session's refresh token at the tenant (RFC 7009), so that a copy of the
    /// cookie obtains no more tokens. A tenant that does not answer within five seconds holds up nobody.</summary>
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
}
