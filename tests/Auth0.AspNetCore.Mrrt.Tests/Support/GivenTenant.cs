using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A tenant and a client that a test describes and may change on the way.</summary>
internal sealed class GivenTenant : ITenants
{
    public string Domain { get; set; } = "tenant.example.com";

    public string ClientId { get; set; } = "client";

    public string? ClientSecret { get; set; } = "client-secret";

    public ClientAuthenticationMethod? ClientAuthentication { get; set; }

    public SecurityKey? ClientAssertionSecurityKey { get; set; }

    public string ClientAssertionSecurityKeyAlgorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    public List<ClientCredential> AdditionalCredentials { get; } = [];

    public HttpClient? Backchannel { get; set; }

    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    public bool SendTelemetry { get; set; } = true;

    public IConfigurationManager<OpenIdConnectConfiguration> ConfigurationManager { get; set; } = null!;

    public TenantChannel Channel => new(Backchannel, BackchannelTimeout, SendTelemetry);

    public static implicit operator TenantSettings(GivenTenant tenant) => tenant.Get(Auth0Constants.AuthenticationScheme);

    public string MarkOf(string scheme) => Get(scheme).Mark;

    public TenantSettings Get(string scheme) => new()
    {
        Scheme = scheme,
        Domain = Domain,
        ClientId = ClientId,
        Credentials =
        [
            ClientAssertionSecurityKey is { } key ? ClientCredential.OfKey(key) : ClientCredential.OfSecret(ClientSecret ?? ""),
            .. AdditionalCredentials,
        ],
        ClientAuthentication = ClientAuthentication ?? (ClientAssertionSecurityKey is null
            ? ClientAuthenticationMethod.ClientSecretPost
            : ClientAuthenticationMethod.PrivateKeyJwt),
        ClientAssertionSecurityKeyAlgorithm = ClientAssertionSecurityKeyAlgorithm,
        Channel = Channel,
        ClockSkew = ClockSkew,
        ConfigurationManager = ConfigurationManager,
    };
}
