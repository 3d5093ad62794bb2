using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>RFC 8705 and conformance.md 59: a certificate instead of a secret, at the addresses that the tenant names for
/// it.</summary>
public sealed class MutualTlsTests
{
    private const string Aliased = "https://mtls.tenant.example.com/";

    [Fact]
    public async Task Calls_go_to_the_addresses_for_certificates_and_carry_no_other_credential()
    {
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.ClientSecret = null;
                options.ClientAuthentication = ClientAuthenticationMethod.TlsClientAuth;
                options.GetClaimsFromUserInfoEndpoint = true;
            },
            map: application => application.MapGet(
                "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)),
            tenant: tenant =>
            {
                tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par";
                tenant.Discovery["mtls_endpoint_aliases"] = new JsonObject
                {
                    ["token_endpoint"] = Aliased + "oauth/token",
                    ["pushed_authorization_request_endpoint"] = Aliased + "oauth/par",
                    ["userinfo_endpoint"] = Aliased + "userinfo",
                };
            });
        (await rig.Browser.GetAsync("/login")).Dispose();
        (await rig.RefusalAsync(await rig.ComeBackAsync(rig.Tenant.To("oauth/par").Single().Form["state"]))).Should().BeNull();
        (await rig.Browser.GetAsync("/logout")).Dispose();

        rig.Tenant.Calls.Select(call => call.Address).Should().Equal(
            Aliased + "oauth/par", Aliased + "oauth/token", Aliased + "userinfo",
            ScriptedTenant.Issuer + "custom/revoke");
        rig.Tenant.Calls.Where(call => call.Form.ContainsKey("client_id")).Should().HaveCount(3)
            .And.OnlyContain(call => call.Form["client_id"] == "app");
        rig.Tenant.Calls.SelectMany(call => call.Form.Keys).Should().NotContain(["client_secret", "client_assertion"]);
    }

    [Fact]
    public async Task Without_a_certificate_those_addresses_are_not_for_us()
    {
        await using var rig = await LoginRig.StartAsync(tenant: tenant =>
            tenant.Discovery["mtls_endpoint_aliases"] = new JsonObject { ["token_endpoint"] = Aliased + "oauth/token" });
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.To("oauth/token").Single().Address.Should().StartWith(ScriptedTenant.Issuer);
    }

    /// <summary>Over a real connection.</summary>
    [Fact]
    public async Task The_certificate_is_shown()
    {
        using var server = Certificate("localhost");
        using var client = Certificate("app");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = server;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            })));
        await using var application = builder.Build();
        application.Run(http => http.Response.WriteAsync(http.Connection.ClientCertificate!.Thumbprint));
        await application.StartAsync();

        using var handler = CertificateHandler.Create(client);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown!.GetCertHashString() == server.Thumbprint;
        using var http = new HttpClient(handler);
        (await http.GetStringAsync(new Uri(application.Urls.Single()))).Should().Be(client.Thumbprint);
        handler.AllowAutoRedirect.Should().BeFalse();
        handler.UseCookies.Should().BeFalse();
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
