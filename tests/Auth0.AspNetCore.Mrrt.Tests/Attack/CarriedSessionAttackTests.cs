using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>A session's properties travel to a sign-in with another cookie scheme: the store must not keep the new session under
/// the old one's key, where the old cookie opens it.</summary>
public sealed class CarriedSessionAttackTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_begins_with_anothers_properties_is_stored_under_a_key_of_its_own(bool login)
    {
        await using var app = await StartAsync(login);
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/elevate")).Dispose();

        (await TextAsync(browser, "/claims?scheme=Cookies")).Should().NotContain("elevated", "the ordinary cookie opens the ordinary session");
        (await TextAsync(browser, "/claims?scheme=Elevated")).Should().Contain("elevated");
        (await TextAsync(browser, "/name?scheme=Elevated")).Should().HaveLength(22)
            .And.NotBe(await TextAsync(browser, "/name?scheme=Cookies"));
    }

    [Fact]
    public async Task Signing_out_of_one_leaves_the_other_signed_in()
    {
        await using var app = await StartAsync(login: true);
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/elevate")).Dispose();
        (await browser.GetAsync("/lower")).Dispose();
        (await TextAsync(browser, "/claims?scheme=Elevated")).Should().BeEmpty();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
    }

    private static async Task<string> TextAsync(Testing.TenantBrowser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }

    /// <param name="login">Whether a login of this library has the second cookie, or a cookie scheme of the framework's that
    /// the application gave the same store.</param>
    private static Task<AppHost> StartAsync(bool login) => AppHost.StartAsync(
        build: builder => builder.WithSessionStore(),
        services: services => _ = login
            ? services.AddAuth0WebApp("Second", options =>
            {
                (options.Domain, options.ClientId, options.ClientSecret) = ("second.example.com", "second", "second-secret");
                options.CallbackPath = "/callback/second";
                options.CookieAuthenticationScheme = "Elevated";
            }).WithAccessToken(_ => { }).WithSessionStore().Services
            : services.AddAuthentication().AddCookie("Elevated").Services
                .AddOptions<CookieAuthenticationOptions>("Elevated")
                .Configure<IServiceProvider>((options, provider) => options.SessionStore = provider
                    .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies").SessionStore).Services,
        map: application =>
        {
            application.MapGet("/elevate", async (HttpContext http, CancellationToken _) =>
            {
                var result = await http.AuthenticateAsync("Cookies");
                var principal = result.Principal!.Clone();
                principal.AddIdentity(new ClaimsIdentity([new("elevated", "yes")], "test"));
                await http.SignInAsync("Elevated", principal, result.Properties);
                return "";
            });
            application.MapGet("/lower", (HttpContext http) => http.SignOutAsync("Elevated"));
            application.MapGet("/claims", async (HttpContext http, CancellationToken _, string scheme) => string.Join(
                ' ', (await http.AuthenticateAsync(scheme)).Principal?.Claims.Select(claim => claim.Type) ?? []));
            application.MapGet("/name", async (HttpContext http, CancellationToken _, string scheme) =>
                (await http.AuthenticateAsync(scheme)).Properties!.Items[TicketItems.SessionId]!);
        });
}
