using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// How an application signs its users in with an Auth0 tenant. The names follow the official ASP.NET Core SDK where
/// it has one; everything of <see cref="RemoteAuthenticationOptions"/> is here as well.
/// </summary>
public sealed class Auth0WebAppOptions : RemoteAuthenticationOptions
{
    private ClientAuthenticationMethod? _clientAuthentication;

    /// <summary>Starts with the defaults named on each property.</summary>
    public Auth0WebAppOptions()
    {
        CallbackPath = "/callback";
        BackchannelTimeout = TimeSpan.FromSeconds(30);
        Events = new RemoteAuthenticationEvents(); // as the framework's own options: options.Events.OnX = … must work
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
    /// <value>Required, unless <see cref="ClientAssertionSecurityKey"/> is set. Exactly one of the two.</value>
    public string? ClientSecret { get; set; }

    /// <summary>The private key that signs client assertions (RFC 7523): RSA of 2048 bits or more, or EC on P-256. The
    /// tenant holds the public half.</summary>
    /// <value>None by default.</value>
    public SecurityKey? ClientAssertionSecurityKey { get; set; }

    /// <summary>The algorithm that goes with <see cref="ClientAssertionSecurityKey"/>: <c>RS256</c>, <c>PS256</c> or
    /// <c>ES256</c>.</summary>
    /// <value>The default is <c>RS256</c>.</value>
    public string ClientAssertionSecurityKeyAlgorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    /// <summary>How the application proves to the tenant who it is, at every endpoint that asks.</summary>
    /// <value>By default <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> when a key is set, else
    /// <see cref="ClientAuthenticationMethod.ClientSecretPost"/>.</value>
    public ClientAuthenticationMethod ClientAuthentication
    {
        get => _clientAuthentication ?? (ClientAssertionSecurityKey is null
            ? ClientAuthenticationMethod.ClientSecretPost
            : ClientAuthenticationMethod.PrivateKeyJwt);
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
    /// The cookie scheme that holds the session. One that the application registers itself, with <c>AddCookie</c>,
    /// keeps its settings; otherwise it is registered with safe ones.
    /// </summary>
    /// <value>The default is <see cref="CookieAuthenticationDefaults.AuthenticationScheme"/>.</value>
    public string CookieAuthenticationScheme { get; set; } = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>
    /// Where a login may take the user afterwards: encrypts what travels through the tenant and back.
    /// </summary>
    /// <value>By default sealed with the application's Data Protection keys.</value>
    public ISecureDataFormat<AuthenticationProperties> StateDataFormat { get; set; } = null!;

    /// <summary>
    /// Where the tenant's endpoints and signing keys come from.
    /// </summary>
    /// <value>By default the discovery document of <see cref="Domain"/> (OpenID Connect Discovery 1.0, section 4),
    /// fetched when it is first needed and again from time to time.</value>
    public IConfigurationManager<OpenIdConnectConfiguration> ConfigurationManager { get; set; } = null!;
}
