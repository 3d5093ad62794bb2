using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>Which requests end the session at the logout endpoint, and which do not.</summary>
public sealed class LogoutEndpointTests
{
    [Fact]
    public async Task A_link_of_the_application_s_own_page_signs_out()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.Browser.GetAsync("/auth/logout", EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Tenant.To("custom/revoke").Should().ContainSingle();
    }

    [Theory]
    [InlineData("none", "navigate", "document")]
    [InlineData("same-site", "navigate", "document")]
    [InlineData("cross-site", "navigate", "document")]
    [InlineData("same-origin", "navigate", "iframe")]
    [InlineData("same-origin", "cors", "empty")]
    [InlineData("same-origin, same-origin", "navigate", "document")]
    [InlineData(null, null, null)]
    public async Task Any_other_GET_that_a_user_sees_ends_nothing_and_asks(string? site, string? mode, string? destination)
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.Browser.GetAsync("/auth/logout", Metadata(site, mode, destination));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        rig.IsSignedIn().Should().BeTrue();
        rig.Tenant.To("custom/revoke").Should().BeEmpty();
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("cross-site", "cors", "empty")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("same-origin", "no-cors", "image")]
    public async Task A_part_of_a_page_ends_nothing_whatever_the_setting(string site, string mode, string destination)
    {
        foreach (var byGet in new[] { LogoutByGet.SameOrigin, LogoutByGet.Ask, LogoutByGet.Always })
        {
            await using var rig = await EndpointRigs.SignedInAsync(options => options.LogoutByGet = byGet);
            using var response = await rig.Browser.GetAsync("/auth/logout", Metadata(site, mode, destination));
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            rig.IsSignedIn().Should().BeTrue();
            using var posted = await rig.PostAsync("/auth/logout", [], Metadata(site, mode, destination));
            posted.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            rig.IsSignedIn().Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_prefetch_ends_nothing()
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.LogoutByGet = LogoutByGet.Always);
        using var response = await rig.Browser.GetAsync("/auth/logout", [.. EndpointRigs.OwnLink, ("Sec-Purpose", "prefetch")]);
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        rig.IsSignedIn().Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    public async Task A_POST_without_a_token_is_a_400_and_ends_nothing(string? site)
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.PostAsync(
            "/auth/logout", [("__RequestVerificationToken", "forged")], Metadata(site, site is null ? null : "navigate", site is null ? null : "document"));
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        rig.IsSignedIn().Should().BeTrue();
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[1202]", StringComparison.Ordinal));
    }

    /// <summary>The token of a form is bound to the user, and no longer valid when the session has expired meanwhile.</summary>
    [Fact]
    public async Task A_form_of_the_application_s_own_page_signs_out_by_what_the_browser_says()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.PostAsync("/auth/logout", [], EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
    }

    [Theory]
    [InlineData(LogoutByGet.Ask)]
    [InlineData(LogoutByGet.Never)]
    public async Task A_strict_setting_believes_the_token_only(LogoutByGet byGet)
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.LogoutByGet = byGet);
        using var posted = await rig.PostAsync("/auth/logout", [], EndpointRigs.OwnLink);
        posted.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var response = await rig.Browser.GetAsync("/auth/logout", EndpointRigs.OwnLink);
        response.StatusCode.Should().Be(byGet == LogoutByGet.Ask ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed);
        rig.IsSignedIn().Should().BeTrue();
        if (byGet == LogoutByGet.Never)
        {
            response.Content.Headers.Allow.Should().Equal("POST");
        }
    }

    [Fact]
    public async Task With_Always_each_navigation_signs_out()
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.LogoutByGet = LogoutByGet.Always);
        using var response = await rig.Browser.GetAsync("/auth/logout", Metadata("cross-site", "navigate", "document"));
        rig.IsSignedOut(response).Should().BeTrue();
    }

    [Theory]
    [InlineData("returnTo=/bye", "https://localhost/bye")]
    [InlineData("returnTo=https://evil.example/", "https://localhost/settings")]
    [InlineData("returnTo=//evil.example", "https://localhost/settings")]
    [InlineData("returnTo=/\\evil.example", "https://localhost/settings")]
    [InlineData("returnTo=/a&returnTo=/b", "https://localhost/settings")]
    [InlineData("returnTo=", "https://localhost/settings")]
    [InlineData("", "https://localhost/settings")]
    public async Task The_user_returns_to_a_path_of_the_application_or_to_the_page_of_the_settings(string query, string returnsTo)
    {
        await using var rig = await EndpointRigs.SignedInAsync(login: options => options.SignedOutRedirectUri = "/settings");
        using var response = await rig.Browser.GetAsync($"/auth/logout?{query}", EndpointRigs.OwnLink);
        Asked(response, "post_logout_redirect_uri").Should().Be(returnsTo);
    }

    [Theory]
    [InlineData("/app/bye", "https://localhost/app/bye")]
    [InlineData("/app", "https://localhost/app/")]
    [InlineData("/app?x=1", "https://localhost/app/?x=1")]
    [InlineData("/application/bye", "https://localhost/app/")]
    [InlineData("/bye", "https://localhost/app/")]
    [InlineData("/app//evil.example", "https://localhost/app/")]
    public async Task Below_a_path_base_the_path_is_the_one_that_the_browser_shows(string returnTo, string returnsTo)
    {
        await using var rig = await EndpointRigs.StartAsync(pathBase: "/app");
        using var response = await rig.Browser.GetAsync($"/app/auth/logout?returnTo={Uri.EscapeDataString(returnTo)}", EndpointRigs.OwnLink);
        Asked(response, "post_logout_redirect_uri").Should().Be(returnsTo);
    }

    [Theory]
    [InlineData("federated", true, true)]
    [InlineData("federated=", true, true)]
    [InlineData("federated=true", true, true)]
    [InlineData("federated=false", true, false)]
    [InlineData("federated=1&federated=2", true, false)]
    [InlineData("federated", false, false)]
    public async Task Federated_is_followed_where_the_setting_allows(string query, bool allowed, bool followed)
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.AllowFederatedLogout = allowed);
        using var response = await rig.Browser.GetAsync($"/auth/logout?{query}", EndpointRigs.OwnLink);
        QueryHelpers.ParseQuery(response.Headers.Location!.Query).ContainsKey("federated").Should().Be(followed);
    }

    [Fact]
    public async Task A_user_whose_cookie_cannot_be_read_is_signed_out()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        foreach (var name in rig.Browser.Cookies.Keys.ToArray())
        {
            rig.Browser.Cookies[name] = "unreadable";
        }

        using var response = await rig.Browser.GetAsync("/auth/logout", EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
    }

    [Fact]
    public async Task A_user_whose_end_the_session_store_cannot_be_told_is_signed_out()
    {
        var tickets = new RecordedTickets();
        await using var rig = await EndpointRigs.SignedInAsync(services: services =>
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.SessionStore = tickets));
        tickets.Before = step => _ = step == "remove" ? throw new IOException("down") : step;
        using var response = await rig.Browser.GetAsync("/auth/logout", EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[410]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_that_is_full_of_cookies_is_signed_out()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        foreach (var number in Enumerable.Range(0, 9))
        {
            rig.Browser.Cookies[$"junk-{number}"] = new string('j', 3000);
        }

        using var response = await rig.Browser.GetAsync("/auth/logout", EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
    }

    [Fact]
    public async Task Who_is_signed_out_already_goes_the_same_way()
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.Browser.GetAsync("/auth/logout?returnTo=/bye", EndpointRigs.OwnLink);
        rig.IsSignedOut(response).Should().BeTrue();
        Asked(response, "post_logout_redirect_uri").Should().Be("https://localhost/bye");
    }

    private static string? Asked(HttpResponseMessage response, string name) =>
        QueryHelpers.ParseQuery(response.Headers.Location!.Query)[name];

    private static (string Name, string Value)[] Metadata(string? site, string? mode, string? destination) => site is null
        ? []
        : [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode!), ("Sec-Fetch-Dest", destination!)];
}
