using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The way out to the tenant with the application's certificate (RFC 8705, section 2).</summary>
internal static class CertificateHandler
{
    /// <summary>Connections are made anew from time to time, so that a change of addresses is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static SocketsHttpHandler Create(X509Certificate2 certificate) => new()
    {
        AllowAutoRedirect = false, // credentials and codes go nowhere but to the tenant
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
        SslOptions = new SslClientAuthenticationOptions
        {
            // Chosen here and not by what the server says it accepts: a self-signed one has no issuer to be accepted by.
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
        },
    };
}
