using System.Net;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>The allow-list of the login endpoint, and what the application asks for in every login.</summary>
public sealed class LoginAllowListTests
{
    [Fact]
    public async Task Each_extension_passes_when_the_list_says_so()
    {
        await using var rig = await EndpointRigs.StartAsync(options => options.LoginParameters.Add("ext-*"));
        var query = await rig.BeginAsync("/auth/login?ext-tier=gold&ext-a=b&extra=c&EXT-b=c");
        query["ext-tier"].Should().Equal("gold");
        query["ext-a"].Should().Equal("b");
        query.Keys.Should().NotContain(["extra", "EXT-b", "ext-b"]);
    }

    [Theory]
    [InlineData("ext-a%0ab=c")]
    [InlineData("ext-%22=c")]
    [InlineData("ext-a=1&ext-b=1&ext-c=1&ext-d=1&ext-e=1&ext-f=1&ext-g=1&ext-h=1&ext-i=1&ext-j=1&ext-k=1")]
    [InlineData("ext-a=1&ext-a=2")]
    public async Task Too_many_extensions_and_strange_ones_are_refused(string parameters)
    {
        await using var rig = await EndpointRigs.StartAsync(options => options.LoginParameters.Add("ext-*"));
        using var response = await rig.Browser.GetAsync($"/auth/login?{parameters}");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task One_extension_passes_when_the_list_names_it()
    {
        await using var rig = await EndpointRigs.StartAsync(options => options.LoginParameters.Add("ext-tier"));
        var query = await rig.BeginAsync("/auth/login?ext-tier=gold&ext-a=b");
        query["ext-tier"].Should().Equal("gold");
        query.Keys.Should().NotContain("ext-a");
    }

    [Fact]
    public async Task A_list_that_names_nothing_lets_nothing_pass()
    {
        await using var rig = await EndpointRigs.StartAsync(options => options.LoginParameters.Clear());
        var query = await rig.BeginAsync("/auth/login?screen_hint=signup&organization=org_1&prompt=bad");
        query.Keys.Should().NotContain(["screen_hint", "organization", "prompt"]);
    }

    [Fact]
    public async Task An_audience_must_be_one_that_the_application_knows()
    {
        await using var rig = await EndpointRigs.StartAsync(
            options => options.LoginParameters.UnionWith(["audience", "scope"]),
            services: services => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions
                .Configure<Auth0WebAppWithAccessTokenOptions>(
                    services, "Auth0", options => options.ScopeByAudience["https://orders.example.com"] = "read:orders"));
        var query = await rig.BeginAsync("/auth/login?audience=https://orders.example.com&scope=openid%20read:orders");
        query["audience"].Should().Equal("https://orders.example.com");
        query["scope"].ToString().Split(' ').Should().Contain("read:orders");
        using var response = await rig.Browser.GetAsync("/auth/login?audience=https://admin.example.com");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    /// <summary>A link could sign a member of another organization in, or spare the user a second factor.</summary>
    [Theory]
    [InlineData("organization", "org_1", "org_2")]
    [InlineData("connection", "staff", "google-oauth2")]
    [InlineData("acr_values", "urn:mfa", "urn:none")]
    [InlineData("prompt", "login", "none")]
    [InlineData("max_age", "60", "61")]
    public async Task What_the_application_asks_for_in_every_login_cannot_be_changed(string name, string asked, string given)
    {
        await using var rig = await EndpointRigs.StartAsync(login: options => options.LoginParameters[name] = asked);
        using var response = await rig.Browser.GetAsync($"/auth/login?{name}={given}");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        rig.Browser.Cookies.Should().BeEmpty();
        (await rig.BeginAsync($"/auth/login?{name}={asked}"))[name].Should().Equal(asked);
    }

    [Fact]
    public async Task An_organization_of_the_settings_cannot_be_changed()
    {
        await using var rig = await EndpointRigs.StartAsync(login: options =>
        {
            options.Organization = "org_1";
            options.LoginParameters["organization"] = ""; // sets nothing
        });
        using var response = await rig.Browser.GetAsync("/auth/login?organization=org_2");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await rig.BeginAsync("/auth/login?organization=org_1"))["organization"].Should().Equal("org_1");
        (await rig.BeginAsync("/auth/login"))["organization"].Should().Equal("org_1");
    }

    [Theory]
    [InlineData("3600", true)]
    [InlineData("0", true)]
    [InlineData("3601", false)]
    public async Task A_sign_in_may_be_asked_to_be_newer_and_not_older(string maxAge, bool begins)
    {
        await using var rig = await EndpointRigs.StartAsync(login: options => options.MaxAge = TimeSpan.FromHours(1));
        using var response = await rig.Browser.GetAsync($"/auth/login?max_age={maxAge}");
        response.StatusCode.Should().Be(begins ? HttpStatusCode.Found : HttpStatusCode.BadRequest);
    }
}
