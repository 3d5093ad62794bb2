using System.Runtime.CompilerServices;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Gives each scheme's tenant, client and claims out of the options. The framework's options win where they have
/// the setting too: an application may have changed it there.</summary>
internal sealed class Tenants(
    CookieSchemes schemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<Auth0AccessTokensClientOptions> others,
    IOptionsMonitor<OpenIdConnectOptions> handlers,
    TenantClients clients) : ITenants, IUserClaims
{
    /// <summary>For logins of another handler: discovery is kept as long as the options that it belongs to.</summary>
    private readonly ConditionalWeakTable<Auth0AccessTokensClientOptions, TenantSettings> _others = [];

    /// <summary>Kept as long as the options that they name the client of.</summary>
    private readonly ConditionalWeakTable<object, string> _marks = [];

    public TenantSettings Get(string scheme) =>
        schemes.SignsIn(scheme)
            ? OfHandler(scheme, ClientSettings.Of(logins.Get(scheme)), handlers.Get(scheme))
            : _others.GetValue(others.Get(scheme), client => OfOther(scheme, ClientSettings.Of(client)));

    public string MarkOf(string scheme)
    {
        object client = schemes.SignsIn(scheme) ? logins.Get(scheme) : others.Get(scheme);
        return _marks.TryGetValue(client, out var mark) ? mark : _marks.GetValue(client, _ => Get(scheme).Mark);
    }

    public ClaimActionCollection ActionsOf(string scheme) =>
        schemes.SignsIn(scheme) ? handlers.Get(scheme).ClaimActions : others.Get(scheme).ClaimActions;

    private static TenantSettings OfHandler(string scheme, ClientSettings client, OpenIdConnectOptions handler) => Of(
        scheme,
        client,
        TenantClients.Channel(handler.Backchannel, handler.BackchannelTimeout, client.SendTelemetry),
        handler.TokenValidationParameters.ClockSkew,
        handler.ConfigurationManager!);

    private TenantSettings OfOther(string scheme, ClientSettings client)
    {
        var channel = TenantClients.Channel(
            client.Backchannel ?? clients.Client(client.BackchannelHttpHandler, client.ClientCertificate),
            client.BackchannelTimeout,
            client.SendTelemetry);
        return Of(scheme, client, channel, client.ClockSkew, clients.Configuration(client.Domain, channel)!);
    }

    private static TenantSettings Of(
        string scheme,
        ClientSettings client,
        TenantChannel channel,
        TimeSpan clockSkew,
        IConfigurationManager<OpenIdConnectConfiguration> configurationManager) => new()
        {
            Scheme = scheme,
            Domain = client.Domain,
            ClientId = client.ClientId,
            ClientAuthentication = client.ClientAuthentication,
            Credentials = client.Credentials,
            ClientAssertionSecurityKeyAlgorithm = client.ClientAssertionSecurityKeyAlgorithm,
            Channel = channel,
            ClockSkew = clockSkew,
            ConfigurationManager = configurationManager,
        };
}
