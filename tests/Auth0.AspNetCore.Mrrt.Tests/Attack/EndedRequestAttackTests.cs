using System.Net;
using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>On Kestrel, where the HttpContext of a connection is used again for its next request: behind a proxy that
/// keeps connections, another user's.</summary>
public sealed class EndedRequestAttackTests
{
    /// <summary>G6. Waiting for a token with a time limit (Task.WhenAny, WaitAsync) and answering without it.</summary>
    [Fact]
    public async Task A_token_that_comes_after_its_request_ended_stays_out_of_the_next_users_response()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync(options => options.Behavior.SilentSignIn = true);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(tenant.Clock);
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = tenant.Domain;
                options.ClientId = tenant.Client.ClientId;
                options.ClientSecret = tenant.Client.ClientSecret;
                options.BackchannelHttpHandler = tenant.CreateHandler();
            })
            .WithAccessToken(options =>
            {
                options.Audience = AppHost.Orders;
                options.UseRefreshTokens = true;
            });
        await using var application = builder.Build();
        application.UseAuthentication();
        AppEndpoints.Map(application);
        Task<string?>? late = null;
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        application.MapGet("/impatient", (HttpContext http, CancellationToken _) =>
        {
            late = http.GetAccessTokenAsync(
                new AccessTokenRequest { Audience = AppHost.Inventory }, cancellationToken: CancellationToken.None).AsTask();
            return "without the token";
        });
        application.MapGet("/next", async (HttpContext _, CancellationToken _) =>
        {
            inside.SetResult();
            await next.Task;
            return "of the other user";
        });
        await application.StartAsync();
        var address = new Uri(application.Urls.Single());
        using var alice = new TenantBrowser(tenant, address, clock: tenant.Clock);
        using var bob = new TenantBrowser(tenant, address, clock: tenant.Clock);
        (await alice.SignInAsync("/login", tenant.Users[0])).Dispose();
        (await bob.SignInAsync("/login", tenant.Users[1])).Dispose();

        // One connection, as a reverse proxy keeps it.
        using var proxy = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false, UseProxy = false });
        using var gate = tenant.Faults.HoldTokenCalls();
        using (var first = await proxy.SendAsync(As(alice, address, "/impatient")))
        {
            (await first.Content.ReadAsStringAsync()).Should().Be("without the token");
        }

        await gate.WaitForArrivalsAsync(1);
        var second = proxy.SendAsync(As(bob, address, "/next"));
        await inside.Task;
        gate.Release();
        _ = await Task.WhenAny(late!); // whatever becomes of it
        next.SetResult();
        using var answer = await second;

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        if (cookies is not null)
        {
            using var session = await proxy.SendAsync(With(cookies, address, "/session"));
            var leaked = (await session.Content.ReadFromJsonAsync<SessionAnswer>())!;
            new JsonWebToken(leaked.AccessToken).Subject.Should().Be(
                tenant.Users[1].Id, "the cookie was set for {0}", leaked.Subject);
        }

        (cookies ?? []).Any().Should().BeFalse("the second user's session did not change");
    }

    private static HttpRequestMessage As(TenantBrowser browser, Uri address, string path) => Message(
        address, path, string.Join("; ", browser.Cookies.Where(c => c.Name.StartsWith("__Host-", StringComparison.Ordinal)).Select(c => $"{c.Name}={c.Value}")));

    private static HttpRequestMessage With(IEnumerable<string> cookies, Uri address, string path) =>
        Message(address, path, string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0])));

    private static HttpRequestMessage Message(Uri address, string path, string cookies)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Add("Cookie", cookies);
        return request;
    }
}
