using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>A request brings two session cookies of one name, from two paths of one host. The first that opens counts.</summary>
public sealed class RepeatedCookieTests
{
    [Theory]
    [InlineData("s=a; s=b", "a", "b")]
    [InlineData("s=a%20b; other=1; s=c", "a b", "c")]
    [InlineData("s=chunks-2; s=b; sC1=x; sC2=y", "xy", "b")]
    [InlineData("s=chunks-1; s=chunks-2; sC1=x; sC1=y; sC2=z", "x", "yz")]
    [InlineData("s=chunks-2; s=chunks-1; sC1=x; sC1=y; sC2=z", "xz", "y")]
    [InlineData("s=chunks-2; s=b; sC1=x", "b")]
    [InlineData("s=; s=b; s", "b")]
    [InlineData("s=chunks-99; s=b", "b")]
    public void Each_cookie_gets_the_chunks_that_are_its_own(string header, params string[] values) =>
        RepeatedCookie.Values(header, "s").Should().Equal(values);

    [Fact]
    public void A_cookie_of_the_most_chunks_is_joined_whole()
    {
        var chunks = Enumerable.Range(1, CookieHeader.MostChunks).ToArray();
        RepeatedCookie.Values("s=chunks-32; s=b; " + string.Join("; ", chunks.Select(chunk => $"sC{chunk}=<{chunk}>")), "s")
            .Should().Equal(string.Concat(chunks.Select(chunk => $"<{chunk}>")), "b");
    }

    [Fact]
    public void A_request_with_very_many_cookies_of_one_name_is_not_searched_to_its_end() =>
        RepeatedCookie.Values(string.Join("; ", Enumerable.Repeat("s=a", 100)), "s").Should().HaveCount(8);

    /// <summary>One user at the root, another below a path base: the browser sends the more specific cookie first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_users_of_two_paths_stay_apart(bool store)
    {
        await using var app = await StartAsync(store);
        using var alice = await app.SignedInAsync(user: app.Tenant.Users[0]);
        using var bob = await app.SignedInAsync(user: app.Tenant.Users[1]);
        (await WhoAsync(app, bob, alice)).Should().Be(app.Tenant.Users[1].Id);
        (await WhoAsync(app, alice, bob)).Should().Be(app.Tenant.Users[0].Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cookie_of_an_ended_session_or_of_another_application_stands_in_nobodys_way(bool store)
    {
        await using var app = await StartAsync(store);
        using var alice = await app.SignedInAsync(user: app.Tenant.Users[0]);
        using var bob = await app.SignedInAsync(user: app.Tenant.Users[1]);
        using var kept = bob.Fork();
        (await bob.GetAsync("/logout/local")).Dispose();
        (await WhoAsync(app, kept, alice)).Should().Be(app.Tenant.Users[0].Id);
        (await AskAsync(app, "session=unreadable; " + CookieOf(alice))).Should().Be(app.Tenant.Users[0].Id);
        (await AskAsync(app, CookieOf(alice) + "; session=unreadable")).Should().Be(app.Tenant.Users[0].Id);
        (await AskAsync(app, "session=unreadable; session=neither")).Should().BeEmpty();
    }

    private static Task<AppHost> StartAsync(bool store) => AppHost.StartAsync(
        services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Cookie.Name = "session"),
        build: builder => _ = store ? builder.WithSessionStore() : builder,
        map: application => application.MapGet("/who", (HttpContext http) => http.User.FindFirst("sub")?.Value
            ?? http.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value ?? ""));

    private static string CookieOf(TenantBrowser browser) => string.Join(
        "; ", browser.Cookies.Where(cookie => cookie.Name.StartsWith("session", StringComparison.Ordinal))
            .Select(cookie => $"{cookie.Name}={cookie.Value}"));

    private static Task<string> WhoAsync(AppHost app, TenantBrowser first, TenantBrowser second) =>
        AskAsync(app, CookieOf(first) + "; " + CookieOf(second));

    private static async Task<string> AskAsync(AppHost app, string cookies)
    {
        using var client = app.Server.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        return await client.GetStringAsync(new Uri("https://localhost/who"));
    }
}
