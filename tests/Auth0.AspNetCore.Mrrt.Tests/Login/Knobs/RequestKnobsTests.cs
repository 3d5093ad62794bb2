using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Settings of the framework that change what a login asks the tenant for.</summary>
public sealed class RequestKnobsTests
{
    [Fact]
    [Knob("Scope")]
    public async Task Scopes_are_asked_for_with_those_that_a_login_needs()
    {
        await using var rig = await KnobRig.StartAsync(options =>
        {
            options.Scope.Clear();
            options.Scope.Add("email");
        });
        (await rig.BeginAsync())["scope"].Should().Equal("email openid offline_access");
    }

    [Fact]
    [Knob("Prompt")]
    [Knob("Resource")]
    [Knob("AdditionalAuthorizationParameters")]
    public async Task Parameters_are_sent()
    {
        await using var rig = await KnobRig.StartAsync(options =>
        {
            (options.Prompt, options.Resource) = ("login", "https://resource.example.com");
            options.AdditionalAuthorizationParameters["ext-tier"] = "gold";
        });
        var asked = await rig.BeginAsync();
        asked["prompt"].Should().Equal("login");
        asked["resource"].Should().Equal("https://resource.example.com");
        asked["ext-tier"].Should().Equal("gold");
    }

    /// <summary>OpenID Connect Core 1.0, section 3.1.2.1.</summary>
    [Theory]
    [Knob("MaxAge")]
    [InlineData(-3600, true)]
    [InlineData(-3800, false)]
    [InlineData(null, false)]
    public async Task A_max_age_is_asked_for_and_the_answer_is_compared_with_it(int? signedIn, bool accepted)
    {
        await using var rig = await KnobRig.StartAsync(options => options.MaxAge = TimeSpan.FromHours(1));
        rig.Tenant.Claims = claims => claims["auth_time"] =
            signedIn is { } seconds ? rig.Time.GetUtcNow().ToUnixTimeSeconds() + seconds : null;
        var asked = await rig.BeginAsync();
        asked["max_age"].Should().Equal("3600");
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response) is null).Should().Be(accepted);
    }

    [Theory]
    [Knob("DisableTelemetry")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, false)]
    public async Task The_framework_s_version_is_told_where_the_application_says_so(bool? disabled, bool told)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.DisableTelemetry = disabled ?? options.DisableTelemetry);
        (await rig.BeginAsync()).ContainsKey("x-client-SKU").Should().Be(told);
    }

    [Theory]
    [Knob("PushedAuthorizationBehavior")]
    [InlineData(PushedAuthorizationBehavior.UseIfAvailable, true)]
    [InlineData(PushedAuthorizationBehavior.Require, true)]
    [InlineData(PushedAuthorizationBehavior.Disable, false)]
    public async Task Parameters_are_pushed_as_the_setting_says(PushedAuthorizationBehavior setting, bool pushed)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.PushedAuthorizationBehavior = setting,
            tenant: tenant => tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par");
        (await rig.BeginAsync()).ContainsKey("request_uri").Should().Be(pushed);
        rig.Tenant.To("oauth/par").Should().HaveCount(pushed ? 1 : 0);
    }

    [Fact]
    public async Task A_required_push_needs_a_tenant_that_takes_it()
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Require);
        using var response = await rig.Browser.GetAsync("/login");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        rig.Logs.Lines.Should().Contain(line => line.Contains("switch them on at the tenant", StringComparison.Ordinal));
    }

    /// <summary>OAuth 2.0 Form Post Response Mode: browsers send only such a cookie with it.</summary>
    [Fact]
    [Knob("ResponseMode")]
    public async Task A_form_is_asked_for_with_a_cookie_that_crosses_sites()
    {
        await using var rig = await KnobRig.StartAsync(options =>
            (options.ResponseMode, options.CorrelationCookie.SameSite) = (OpenIdConnectResponseMode.FormPost, SameSiteMode.None));
        var asked = await rig.BeginAsync();
        asked["response_mode"].Should().Equal("form_post");
        using var response = await rig.Browser.PostAsync(
            "/callback", [new("code", "code-1"), new("state", asked["state"]!)]);
        (await rig.RefusalAsync(response)).Should().BeNull();
    }

    [Fact]
    [Knob("Challenge.Scope")]
    [Knob("Challenge.MaxAge")]
    [Knob("Challenge.Prompt")]
    public async Task A_single_challenge_of_the_framework_s_kind_asks_for_its_own()
    {
        await using var rig = await KnobRig.StartAsync(
            options => (options.Prompt, options.MaxAge) = ("login", TimeSpan.FromHours(1)),
            map: application => application.MapGet("/again", (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new OpenIdConnectChallengeProperties
                {
                    Scope = ["openid", "email"],
                    MaxAge = TimeSpan.FromMinutes(5),
                    Prompt = "consent",
                    RedirectUri = "/",
                })));
        rig.Tenant.Claims = claims => claims["auth_time"] = rig.Time.GetUtcNow().ToUnixTimeSeconds() - 1800;
        var asked = await rig.BeginAsync("/again");
        asked["scope"].Should().Equal("openid email offline_access");
        asked["max_age"].Should().Equal("300");
        asked["prompt"].Should().Equal("consent");
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response)).Should().Contain("auth_time", "the sign-in is half an hour old");
    }
}
