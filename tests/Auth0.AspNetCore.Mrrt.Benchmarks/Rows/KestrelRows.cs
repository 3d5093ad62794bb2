using System.Diagnostics;
using System.Net;
using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Requests per second over Kestrel, one token each, against the same endpoint behind the plain cookie.</summary>
internal static class KestrelRows
{
    private const int Connections = 8;
    private const int PerRound = 250;
    private const int Rounds = 240;
    private const int WarmUp = 32;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await using var plain = await StartAsync(services => Site.AddPlain(services), context => context.GetTokenAsync("access_token"));
        await using var mrrt = await StartAsync(
            services => Site.AddMrrt(services), context => context.GetAccessTokenAsync().AsTask());
        var tokens = Samples.Session(0, Samples.Now);
        using var asPlain = Client(plain, Site.Of(plain.Services).PlainCookieOf(tokens));
        using var asMrrt = Client(mrrt, Site.Of(mrrt.Services).CookieOf(tokens));
        var pairs = new Pairs(() => RoundAsync(asPlain), () => RoundAsync(asMrrt));
        await pairs.RunAsync(WarmUp);
        pairs.Forget();
        await pairs.RunAsync(Rounds);
        yield return new Row(
            "kestrel",
            pairs.Ratio,
            null,
            ">=0.97",
            pairs.Ratio >= 0.97,
            $"median of {pairs.Count}; {pairs.Quarters} per_second={PerRound / pairs.Other.TotalSeconds:0}");
    }

    private static async Task<WebApplication> StartAsync(
        Action<ServiceCollection> add, Func<HttpContext, Task<string?>> token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var services = new ServiceCollection();
        add(services);
        foreach (var service in services)
        {
            builder.Services.Add(service);
        }

        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthorization();
        var application = builder.Build();
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapGet("/", async (HttpContext context, CancellationToken _) =>
            await token(context) is { } value ? Results.Text(value.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)) : Results.Unauthorized())
            .RequireAuthorization();
        await application.StartAsync();
        return application;
    }

    private static HttpClient Client(WebApplication application, string cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Connections })
        {
            BaseAddress = new Uri(application.Urls.First()),
        };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private static async Task<TimeSpan> RoundAsync(HttpClient client)
    {
        var left = PerRound;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var response = await client.GetAsync("/");
                response.EnsureSuccessStatusCode();
            }
        }));
        return Stopwatch.GetElapsedTime(started);
    }
}
