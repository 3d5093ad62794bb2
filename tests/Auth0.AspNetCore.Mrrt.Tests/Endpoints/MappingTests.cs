using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>The endpoints are ordinary ones: what applies to the application's own applies to them.</summary>
public sealed class MappingTests
{
    [Fact]
    public async Task The_endpoints_have_names_and_paths()
    {
        await using var rig = await EndpointRigs.StartAsync();
        Mapped(rig).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["Auth0.Auth0.login"] = "/auth/login",
            ["Auth0.Auth0.logout"] = "/auth/logout",
            ["Auth0.Auth0.profile"] = "/auth/profile",
        });
        rig.Services.GetRequiredService<LinkGenerator>().GetPathByName("Auth0.Auth0.login").Should().Be("/auth/login");
    }

    [Fact]
    public async Task Each_path_can_be_set_and_an_empty_one_switches_its_endpoint_off()
    {
        await using var rig = await EndpointRigs.StartAsync(options =>
        {
            options.Prefix = "/";
            options.LoginPath = "/sign-in";
            options.LogoutPath = "/account/leave";
            options.ProfilePath = "";
        });
        Mapped(rig).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["Auth0.Auth0.login"] = "/sign-in",
            ["Auth0.Auth0.logout"] = "/account/leave",
        });
        (await rig.BeginAsync("/sign-in?screen_hint=signup")).Should().ContainKey("screen_hint");
    }

    [Fact]
    public async Task Two_logins_have_endpoints_side_by_side()
    {
        await using var rig = await LoginRig.StartAsync(
            services: services => services.AddAuth0WebApp("Staff", options =>
            {
                options.Domain = ScriptedTenant.Domain;
                options.ClientId = "staff-app";
                options.ClientSecret = "staff-secret-1";
                options.CallbackPath = "/callback/staff";
                options.CookieAuthenticationScheme = "StaffCookies";
                options.BackchannelHttpHandler = new ScriptedTenant(TimeProvider.System);
            }),
            map: application =>
            {
                application.MapAuth0();
                application.MapAuth0("Staff", options => options.Prefix = "/staff");
            });
        Mapped(rig).Values.Should().Contain(["/auth/login", "/staff/login"]);
        (await rig.BeginAsync("/staff/login"))["client_id"].Should().Equal("staff-app");
        (await rig.RefusalAsync("/auth/login")).Should().BeNull();
        using var own = await rig.Browser.GetAsync("/auth/profile");
        using var staff = await rig.Browser.GetAsync("/staff/profile");
        (own.StatusCode, staff.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_convention_applies_to_all_endpoints_or_to_one()
    {
        await using var rig = await LoginRig.StartAsync(map: application =>
        {
            var endpoints = application.MapAuth0(options => options.LogoutPath = "");
            endpoints.WithMetadata("all");
            endpoints.Profile.RequireCors("profile");
            endpoints.Logout.RequireCors("off");
            endpoints.Finally(builder => builder.Metadata.Add("last"));
            endpoints.Logout.Finally(_ => throw new InvalidOperationException());
        });
        Endpoints(rig).Should().HaveCount(2).And.OnlyContain(endpoint =>
            endpoint.Metadata.OfType<string>().Contains("all") && endpoint.Metadata.OfType<string>().Contains("last"));
        Endpoints(rig).Single(endpoint => endpoint.Metadata.GetMetadata<IEnableCorsAttribute>() is not null)
            .RoutePattern.RawText.Should().Be("/auth/profile");
    }

    [Fact]
    public async Task A_fallback_policy_does_not_lock_the_login_out()
    {
        await using var rig = await LoginRig.StartAsync(
            services: services => services.AddAuthorization(options =>
                options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            map: application =>
            {
                application.UseAuthorization();
                application.MapAuth0();
            });
        await rig.BeginAsync("/auth/login");
        using var response = await rig.Browser.GetAsync("/auth/profile");
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json", "the endpoint itself has answered");
    }

    [Fact]
    public async Task Api_descriptions_show_the_endpoints()
    {
        await using var rig = await EndpointRigs.StartAsync(services: services => services.AddEndpointsApiExplorer());
        var shown = rig.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items).Where(item => item.RelativePath!.StartsWith("auth/", StringComparison.Ordinal)).ToArray();
        shown.Select(item => $"{item.HttpMethod} {item.RelativePath}").Should().BeEquivalentTo(
            "GET auth/login", "GET auth/logout", "POST auth/logout", "GET auth/profile");
        shown.Single(item => item.RelativePath == "auth/profile").SupportedResponseTypes
            .Select(type => type.StatusCode).Should().BeEquivalentTo([200, 401]);
    }

    [Fact]
    public async Task A_change_of_the_settings_after_the_mapping_changes_nothing()
    {
        Auth0EndpointsOptions? kept = null;
        await using var rig = await EndpointRigs.StartAsync(options => kept = options);
        kept!.LoginParameters.Add("ext-*");
        kept.ProfileClaims.Clear();
        kept.LogoutByGet = LogoutByGet.Always;
        (await rig.BeginAsync("/auth/login?ext-a=b")).Keys.Should().NotContain("ext-a");
        using var response = await rig.Browser.GetAsync("/auth/logout");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static RouteEndpoint[] Endpoints(LoginRig rig) =>
    [
        .. rig.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => NameOf(endpoint) is not null),
    ];

    private static Dictionary<string, string> Mapped(LoginRig rig) =>
        Endpoints(rig).ToDictionary(endpoint => NameOf(endpoint)!, endpoint => endpoint.RoutePattern.RawText!);

    private static string? NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
}
