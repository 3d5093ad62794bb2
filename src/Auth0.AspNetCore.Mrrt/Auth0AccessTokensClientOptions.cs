using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// The client at the tenant that gets access tokens for users whom another login handler signs in:
/// <c>AddAuth0AccessTokens</c>. It is the client that the login handler uses. Names and meanings are those of
/// <see cref="Auth0WebAppOptions"/>.
/// </summary>
public sealed class Auth0AccessTokensClientOptions
{
    private ClientAuthenticationMethod? _clientAuthentication;

    /// <summary>Starts with the defaults that each property names.</summary>
    public Auth0AccessTokensClientOptions() => DefaultClaimActions.AddTo(ClaimActions);

    /// <summary>The tenant's domain, as the Auth0 dashboard shows it, or its custom domain: <c>example.eu.auth0.com</c>.
    /// <c>https://</c> before it and a slash behind it are accepted. <c>http://</c> is accepted for a loopback address
    /// only.</summary>
    /// <value>Required.</value>
    public string Domain { get; set; } = "";

    /// <summary>The client id of the application at the tenant.</summary>
    /// <value>Required.</value>
    public string ClientId { get; set; } = "";

    /// <summary>The client secret of the application.</summary>
    /// <value>Required, unless <see cref="ClientAssertionSecurityKey"/> or <see cref="ClientCertificate"/> is set. Exactly
    /// one of the three.</value>
    public string? ClientSecret { get; set; }

    /// <summary>More client secrets, so that the secret can be replaced without a pause. After <c>invalid_client</c> a call is sent
    /// again with the next secret. Remove the old secret when the tenant no longer accepts it.</summary>
    /// <value>Empty by default; at most four, beside <see cref="ClientSecret"/>.</value>
    public IList<string> AdditionalClientSecrets { get; } = [];

    /// <summary>The private key that signs client assertions (RFC 7523): RSA of 2048 bits or more, or EC on P-256. The
    /// application keeps the key alive and disposes of it.</summary>
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
    /// (RFC 8705). The application keeps it alive and disposes of it.</summary>
    /// <value>None by default.</value>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>How the application authenticates at the tenant (OpenID Connect Core 1.0, section 9; RFC 8705).</summary>
    /// <value>By default <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> when a key is set,
    /// <see cref="ClientAuthenticationMethod.TlsClientAuth"/> when a certificate is set, else
    /// <see cref="ClientAuthenticationMethod.ClientSecretPost"/>.</value>
    public ClientAuthenticationMethod ClientAuthentication
    {
        get => _clientAuthentication ?? ClientAuthenticationDefault.Of(ClientAssertionSecurityKey, ClientCertificate);
        set => _clientAuthentication = value;
    }

    /// <summary>True when calls to the tenant name this library and its version in the <c>Auth0-Client</c> header.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SendTelemetry { get; set; } = true;

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

    /// <summary>How far the tenant's clock may be from this server's, when the times of a refreshed ID token are
    /// checked.</summary>
    /// <value>The default is one minute; from zero to five minutes.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The claims of a refreshed ID token that the user's principal gets, where
    /// <see cref="Auth0WebAppWithAccessTokenOptions.RebuildPrincipalOnRefresh"/> is on. Otherwise it has no effect.</summary>
    /// <value>By default the same as <see cref="Auth0WebAppOptions.ClaimActions"/>.</value>
    public ClaimActionCollection ClaimActions { get; } = [];

    /// <summary>The cookie scheme that the login handler signs in with, registered with <c>AddCookie</c>.</summary>
    /// <value>The default is <see cref="CookieAuthenticationDefaults.AuthenticationScheme"/>.</value>
    public string CookieAuthenticationScheme { get; set; } = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>How the session is written into its cookie, or into a store of the library's. Both formats are
    /// read.</summary>
    /// <value>The default is <see cref="TicketFormat.Compact"/>. It does not concern a cookie whose
    /// <see cref="CookieAuthenticationOptions.TicketDataFormat"/> the application has set.</value>
    public TicketFormat TicketFormat { get; set; } = TicketFormat.Compact;
}
