using System.Net;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A tenant without a network: answers every exchange after a while and counts them.</summary>
internal sealed class LocalTenant(TimeSpan latency) : HttpMessageHandler
{
    private int _exchanges;

    public static IConfigurationManager<OpenIdConnectConfiguration> Configuration { get; } =
        new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration
        {
            Issuer = "https://tenant.example.com/",
            TokenEndpoint = "https://tenant.example.com/oauth/token",
        });

    public int Exchanges => _exchanges;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = await request.Content!.ReadAsStringAsync(cancellationToken);
        var number = Interlocked.Increment(ref _exchanges);
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, TimeProvider.System, cancellationToken);
        }

        var audience = form.Split('&').Where(field => field.StartsWith("audience=", StringComparison.Ordinal))
            .Select(field => WebUtility.UrlDecode(field[9..])).FirstOrDefault() ?? Samples.PrimaryAudience;
        return new HttpResponseMessage
        {
            Content = new StringContent(
                $$"""{"access_token":"{{Samples.Jwt(audience)}}","refresh_token":"v1.next-{{number}}","expires_in":86400,"token_type":"Bearer"}"""),
        };
    }
}
