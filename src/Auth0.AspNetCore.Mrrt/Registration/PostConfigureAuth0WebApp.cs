using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Fills in what the application left open. What it set stays.</summary>
internal sealed class PostConfigureAuth0WebApp(
    IDataProtectionProvider dataProtection, BackchannelClient backchannel, TimeProvider time)
    : IPostConfigureOptions<Auth0WebAppOptions>
{
    private const string StatePurpose = "Auth0.AspNetCore.Mrrt.Login.State.v1";

    public void PostConfigure(string? name, Auth0WebAppOptions options)
    {
        var scheme = name ?? Options.DefaultName;
        options.SignInScheme ??= options.CookieAuthenticationScheme;
        options.DataProtectionProvider ??= dataProtection;
        options.TimeProvider ??= time;
        if (options.ResponseMode == OpenIdConnectResponseMode.FormPost)
        {
            // The form comes from the tenant's site: no browser sends any other cookie along.
            options.CorrelationCookie.SameSite = SameSiteMode.None;
        }

        options.StateDataFormat ??= new PropertiesDataFormat(
            options.DataProtectionProvider.CreateProtector(StatePurpose, scheme));
        if (options.Backchannel is null && options.BackchannelHttpHandler is { } handler)
        {
            options.Backchannel = new HttpClient(handler) { Timeout = options.BackchannelTimeout };
        }

        if (options.Backchannel is null && options.ClientCertificate is { HasPrivateKey: true } certificate)
        {
            options.Backchannel = new HttpClient(CertificateHandler.Create(certificate))
            {
                Timeout = Timeout.InfiniteTimeSpan, // each call has its own limit
            };
            options.ShowsCertificate = true;
        }

        if (options.ConfigurationManager is null && TenantAddress.TryParse(options.Domain, out var tenant, out _))
        {
            options.ConfigurationManager = new TenantConfiguration(
                new TenantDocumentRetriever(backchannel, options, tenant), tenant, time);
        }
    }
}
