using System.Net;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>Over the wire and with the library's own client: where a provider sends the application's calls, they do not
/// go. A client secret, a code or a refresh token would go along with a 307.</summary>
public sealed class RedirectsTests
{
    [Theory]
    [InlineData("/.well-known/openid-configuration", 302)]
    [InlineData("/.well-known/openid-configuration", 307)]
    [InlineData("/oauth/token", 302)]
    [InlineData("/oauth/token", 307)]
    [InlineData("/oauth/token", 308)]
    public async Task No_redirect_is_followed_to_another_host_or_in_a_circle(string path, int status)
    {
        var strangers = 0;
        await using var stranger = await ServeAsync(_ => Interlocked.Increment(ref strangers));
        var asked = 0;
        var elsewhere = Address(stranger).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var tenant = await ServeAsync(http =>
        {
            http.Response.StatusCode = status;
            // The second time back to where it was, if anybody asks.
            http.Response.Headers.Location = (Interlocked.Increment(ref asked) == 1 ? elsewhere : "") + path;
        });
        var services = new ServiceCollection().AddLogging();
        services.AddAuth0WebApp(options =>
        {
            options.Domain = Address(tenant);
            options.ClientId = "app";
            options.ClientSecret = "client-secret-1";
        });
        await using var provider = services.BuildServiceProvider();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(tenant) + path)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_secret"] = "client-secret-1" }),
        };
        using var response = await provider.GetRequiredService<BackchannelClient>()
            .SendAsync(new TenantChannel(null, TimeSpan.FromSeconds(30), SendTelemetry: true), request, CancellationToken.None);
        ((int)response.StatusCode).Should().Be(status);
        asked.Should().Be(1);
        strangers.Should().Be(0);
    }

    private static async Task<WebApplication> ServeAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(http =>
        {
            answer(http);
            return Task.CompletedTask;
        });
        await application.StartAsync();
        return application;
    }

    private static string Address(WebApplication application) => application.Urls.Single();
}
