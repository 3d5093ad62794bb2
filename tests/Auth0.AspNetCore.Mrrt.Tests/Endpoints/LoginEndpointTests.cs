using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.ReturnAddresses;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>The endpoint that begins a login: anybody can write its address and send it to a user.</summary>
public sealed class LoginEndpointTests
{
    public static TheoryData<string, string> Unseen => new()
    {
        { "Sec-Purpose", "prefetch" },
        { "Purpose", "prefetch" },
        { "Sec-Fetch-Mode", "cors" },
        { "Sec-Fetch-Mode", "no-cors" },
        { "X-Requested-With", "XMLHttpRequest" },
    };

    [Theory]
    [InlineData("screen_hint", "signup")]
    [InlineData("screen_hint", "login")]
    [InlineData("ui_locales", "de-CH en")]
    [InlineData("login_hint", "jörg@example.com")]
    [InlineData("prompt", "login consent")]
    [InlineData("prompt", "none")]
    [InlineData("connection", "google-oauth2")]
    [InlineData("organization", "org_1")]
    [InlineData("invitation", "inv-1")]
    [InlineData("acr_values", "http://schemas.openid.net/pape/policies/2007/06/multi-factor")]
    [InlineData("max_age", "0")]
    public async Task A_parameter_of_the_default_list_reaches_the_tenant(string name, string value)
    {
        await using var rig = await EndpointRigs.StartAsync();
        var query = await rig.BeginAsync($"/auth/login?{name}={Uri.EscapeDataString(value)}");
        query[name].Should().Equal(value);
    }

    [Fact]
    public async Task A_login_without_parameters_asks_for_what_the_application_asks_for()
    {
        await using var rig = await EndpointRigs.StartAsync(login: options => options.LoginParameters["ui_locales"] = "de");
        var query = await rig.BeginAsync("/auth/login?screen_hint=");
        query["ui_locales"].Should().Equal("de");
        query.Keys.Should().NotContain("screen_hint", "an empty value sets nothing");
    }

    /// <summary>Links of the tenant bring <c>iss</c>; links of others bring anything.</summary>
    [Theory]
    [InlineData("iss=https://tenant.example.com/")]
    [InlineData("audience=https://orders.example.com")]
    [InlineData("scope=openid")]
    [InlineData("ext-tier=gold")]
    [InlineData("redirect_uri=https://evil.example/")]
    [InlineData("client_id=evil")]
    [InlineData("state=evil")]
    [InlineData("nonce=evil&nonce=evil")]
    [InlineData("response_mode=web_message")]
    [InlineData("session_transfer_token=evil")]
    public async Task What_no_list_names_is_ignored(string parameters)
    {
        await using var rig = await EndpointRigs.StartAsync();
        var plain = await rig.BeginAsync("/auth/login");
        var query = await rig.BeginAsync($"/auth/login?{parameters}");
        query.Keys.Should().BeEquivalentTo(plain.Keys);
        query.Where(pair => pair.Key is not ("state" or "nonce" or "code_challenge"))
            .Should().BeEquivalentTo(plain.Where(pair => pair.Key is not ("state" or "nonce" or "code_challenge")));
        query.SelectMany(parameter => parameter.Value).Should().NotContain("evil");
    }

    [Theory]
    [InlineData("screen_hint=reset", "screen_hint")]
    [InlineData("prompt=none%20login", "prompt")]
    [InlineData("returnTo=/a&returnTo=/b", "returnTo")]
    [InlineData("screen_hint=signup&screen_hint=login", "screen_hint")]
    [InlineData("screen_hint=signup&SCREEN_HINT=login", "screen_hint")]
    [InlineData("login_hint=a%0d%0aSet-Cookie:x", "login_hint")]
    [InlineData("organization=org%201", "organization")]
    public async Task A_bad_value_is_a_400_that_names_the_parameter_and_leaves_no_cookie(string parameters, string name)
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.Browser.GetAsync($"/auth/login?{parameters}");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.EnumerateObject().Select(member => member.Name).Should().Equal("title", "status", "parameter");
        problem.GetProperty("parameter").GetString().Should().Be(name);
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[1201]", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Unseen))]
    public async Task A_request_that_no_user_looks_at_begins_no_login(string header, string value)
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.Browser.GetAsync("/auth/login", (header, value));
        await NoLoginAsync(rig.Browser, response);
    }

    [Theory]
    [InlineData("no-cors", "image")]
    [InlineData("no-cors", "script")]
    [InlineData("cors", "empty")]
    [InlineData("navigate", "iframe")]
    [InlineData("navigate", "object")]
    public async Task A_part_of_another_site_s_page_begins_no_login(string mode, string destination)
    {
        foreach (var site in new[] { "cross-site", "same-site" }.Where(site => (site, destination) != ("same-site", "iframe")))
        {
            await using var rig = await EndpointRigs.StartAsync(login: options => options.AnswerScriptsWithUnauthorized = false);
            using var response = await rig.Browser.GetAsync(
                "/auth/login", ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
            await NoLoginAsync(rig.Browser, response);
        }
    }

    [Fact]
    public async Task A_link_of_another_site_begins_a_login()
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.Browser.GetAsync(
            "/auth/login", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task A_login_returns_to_the_path_that_the_address_names_or_to_the_root()
    {
        await using var rig = await EndpointRigs.StartAsync();
        List<(ReturnAddressCase Case, string Led)> wrong = [];
        foreach (var one in ReturnAddressCases.All)
        {
            using var response = await rig.SignInAsync($"/auth/login?returnTo={Uri.EscapeDataString(one.Given)}");
            var led = response.Headers.NonValidated["Location"].Single();
            if (led != one.Expected)
            {
                wrong.Add((one, led));
            }

            rig.Forget();
        }

        wrong.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "/app/")]
    [InlineData("?returnTo=https://evil.example/", "/app/")]
    [InlineData("?returnTo=/app/orders", "/app/orders")]
    public async Task Below_a_path_base_the_root_is_that_of_the_application(string query, string leadsTo)
    {
        await using var rig = await EndpointRigs.StartAsync(pathBase: "/app");
        var asked = await rig.BeginAsync("/app/auth/login" + query);
        asked["redirect_uri"].Should().Equal("https://localhost/app/callback");
        using var response = await rig.Browser.GetAsync($"/app/callback?code=code-1&state={Uri.EscapeDataString(asked["state"]!)}");
        response.Headers.Location!.OriginalString.Should().Be(leadsTo);
    }

    [Fact]
    public async Task The_endpoint_answers_to_GET_only()
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.PostAsync("/auth/login", []);
        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    private static async Task NoLoginAsync(RigBrowser browser, HttpResponseMessage response)
    {
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.Location.Should().BeNull();
        browser.Cookies.Should().BeEmpty();
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
    }
}
