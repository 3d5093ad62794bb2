using System.Runtime.CompilerServices;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Gives each scheme's tenant, client and claims out of the options. The framework's options win where they have
/// the setting too: an application may have changed it there.</summary>
internal sealed class Tenants(
    IEnumerable<Auth0Scheme> schemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<OpenIdConnectOptions> handlers,
    TenantClients clients) : ITenants, IUserClaims
{
    /// <summary>For logins of another handler: discovery is kept as long as the options that it belongs to.</summary>
    private readonly ConditionalWeakTable<Auth0WebAppOptions, TenantSettings> _others = [];

    private readonly HashSet<string> _signsIn =
        [.. schemes.Where(scheme => scheme.SignsIn).Select(scheme => scheme.Name)];

    public TenantSettings Get(string scheme)
    {
        var login = logins.Get(scheme);
        return _signsIn.Contains(scheme)
            ? OfHandler(scheme, login, handlers.Get(scheme))
            : _others.GetValue(login, options => OfOther(scheme, options));
    }

    public ClaimActionCollection ActionsOf(string scheme) =>
        _signsIn.Contains(scheme) ? handlers.Get(scheme).ClaimActions : logins.Get(scheme).ClaimActions;

    private static TenantSettings OfHandler(string scheme, Auth0WebAppOptions login, OpenIdConnectOptions handler) => new()
    {
        Scheme = scheme,
        Address = TenantAddress.Parse(login.Domain),
        ClientId = login.ClientId,
        ClientAuthentication = login.ClientAuthentication,
        ClientSecret = login.ClientSecret,
        ClientAssertionSecurityKey = login.ClientAssertionSecurityKey,
        ClientAssertionSecurityKeyAlgorithm = login.ClientAssertionSecurityKeyAlgorithm,
        Channel = TenantClients.Channel(handler.Backchannel, handler.BackchannelTimeout, login),
        ClockSkew = handler.TokenValidationParameters.ClockSkew,
        ConfigurationManager = handler.ConfigurationManager!,
    };

    private TenantSettings OfOther(string scheme, Auth0WebAppOptions login)
    {
        var channel = TenantClients.Channel(
            login.Backchannel ?? clients.Client(login.BackchannelHttpHandler, login.ClientCertificate),
            login.BackchannelTimeout,
            login);
        return new TenantSettings
        {
            Scheme = scheme,
            Address = TenantAddress.Parse(login.Domain),
            ClientId = login.ClientId,
            ClientAuthentication = login.ClientAuthentication,
            ClientSecret = login.ClientSecret,
            ClientAssertionSecurityKey = login.ClientAssertionSecurityKey,
            ClientAssertionSecurityKeyAlgorithm = login.ClientAssertionSecurityKeyAlgorithm,
            Channel = channel,
            ClockSkew = login.ClockSkew,
            ConfigurationManager = clients.Configuration(login.Domain, channel)!,
        };
    }
}
