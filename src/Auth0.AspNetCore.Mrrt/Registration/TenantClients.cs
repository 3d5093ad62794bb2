using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Makes the HTTP client and the discovery of a tenant, where the application set none.</summary>
internal sealed class TenantClients(
    IHttpMessageHandlerFactory handlers, BackchannelClient backchannel, TimeProvider time)
{
    /// <summary>A limit of the client's own would end a call whose answer has arrived: each call has its limit.</summary>
    public HttpClient Client(HttpMessageHandler? handler, X509Certificate2? certificate)
    {
        var client = (handler, certificate) switch
        {
            ({ } own, _) => new HttpClient(own),
            (_, { HasPrivateKey: true } shown) => new OwnBackchannel(CertificateHandler.Create(shown), isNamed: false),
            _ => new OwnBackchannel(new NamedClientHandler(handlers), isNamed: true),
        };
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.MaxResponseContentBufferSize = BackchannelClient.MaxResponseBytes;
        return client;
    }

    public IConfigurationManager<OpenIdConnectConfiguration>? Configuration(string domain, TenantChannel channel) =>
        TenantAddress.TryParse(domain, out var tenant, out _)
            ? new TenantConfiguration(new TenantDocumentRetriever(backchannel, channel, tenant), tenant, time)
            : null;

    public static TenantChannel Channel(HttpClient? client, TimeSpan timeout, bool sendTelemetry) =>
        new(client is OwnBackchannel { IsNamed: true } ? null : client, timeout, sendTelemetry);
}
