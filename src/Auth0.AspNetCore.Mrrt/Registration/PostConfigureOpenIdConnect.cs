using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Fills in what the application left open, before the framework does. What the application set stays.</summary>
internal sealed class PostConfigureOpenIdConnect(
    IEnumerable<Auth0Scheme> schemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IDataProtectionProvider dataProtection,
    TenantClients clients,
    IServiceProvider services,
    IdTokenVerifier verifier,
    ILogger<IdTokenHandler> logger) : IPostConfigureOptions<OpenIdConnectOptions>
{
    private const string StatePurpose = "Auth0.AspNetCore.Mrrt.Login.State.v1";

    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        if (!schemes.Contains(new Auth0Scheme(name ?? "", SignsIn: true)))
        {
            return;
        }

        // Asked for when a token comes: the tenant's settings are made of these options.
        TenantSettings Tenant() => services.GetRequiredService<ITenants>().Get(name!);

        var login = logins.Get(name);
        options.DataProtectionProvider ??= dataProtection;
        options.StateDataFormat ??= new PropertiesDataFormat(
            options.DataProtectionProvider.CreateProtector(StatePurpose, name!));
        if (options.ResponseMode == OpenIdConnectResponseMode.FormPost)
        {
            // A form comes from the tenant's site: browsers send only SameSite=None cookies along.
            options.CorrelationCookie.SameSite = SameSiteMode.None;
        }

        options.Backchannel ??= clients.Client(options.BackchannelHttpHandler, login.ClientCertificate);
        if (options.TokenHandler is JsonWebTokenHandler { } handler && handler.GetType() == typeof(JsonWebTokenHandler))
        {
            options.TokenHandler = new IdTokenHandler(name!, Tenant, verifier, logger);
        }

        options.ConfigurationManager ??= options.Configuration is { } configuration
            ? new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration)
            : clients.Configuration(login.Domain, TenantClients.Channel(options.Backchannel, options.BackchannelTimeout, login.SendTelemetry));
        LateSettings.Note(options);
    }
}
