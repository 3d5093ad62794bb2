using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Which claims the user has after a login.</summary>
public sealed class LoginClaimsTests
{
    [Fact]
    public async Task A_user_has_a_name_an_id_and_the_claims_about_it_and_none_of_the_protocol()
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Claims = claims => (claims["email_verified"], claims["own"]) = (true, "x");
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().BeEquivalentTo(
            "sub=auth0|alice", "sid=sid-1", "name=Alice", "email_verified=true", $"{ClaimTypes.NameIdentifier}=auth0|alice");
        rig.Tenant.To("userinfo").Should().BeEmpty();
    }

    [Fact]
    public async Task The_application_chooses_its_claims_with_the_framework_s_actions()
    {
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.ClaimActions.MapJsonKey("tier", "https://example.com/tier");
            options.ClaimActions.Remove("sid");
            options.ClaimActions.Remove(ClaimTypes.NameIdentifier);
        });
        rig.Tenant.Claims = claims => claims["https://example.com/tier"] = "gold";
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().BeEquivalentTo("sub=auth0|alice", "name=Alice", "tier=gold");
    }

    [Fact]
    public async Task The_application_may_take_everything()
    {
        await using var rig = await LoginRig.StartAsync(options => options.ClaimActions.MapAll());
        rig.Tenant.Claims = claims => claims["own"] = "x";
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().Contain("own=x").And.Contain("iss=" + ScriptedTenant.Issuer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_without_the_framework_s_id_and_without_roles_unless_they_are_mapped_again(bool again)
    {
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.ClaimActions.MapAll();
                if (again)
                {
                    options.ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "sub");
                    options.ClaimActions.MapJsonKey("roles", "roles");
                }
            },
            map: MapRole);
        rig.Tenant.Claims = claims => claims["roles"] = new JsonArray("admin", "editor");
        (await rig.SignInAsync()).Dispose();
        var claims = await rig.ClaimsAsync();
        claims.Should().Contain("""roles=["admin","editor"]""");
        claims.Any(claim => claim.StartsWith(ClaimTypes.NameIdentifier, StringComparison.Ordinal)).Should().Be(again);
        (await IsInRoleAsync(rig, "admin")).Should().Be(again);
        (await IsInRoleAsync(rig, "editor")).Should().Be(again);
        (await IsInRoleAsync(rig, "owner")).Should().BeFalse();
    }

    [Fact]
    public async Task Roles_under_a_name_of_the_application_s_own_are_roles()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.ClaimActions.MapJsonKey("roles", "https://example.com/roles"), map: MapRole);
        rig.Tenant.Claims = claims => claims["https://example.com/roles"] = new JsonArray("admin", "editor");
        (await rig.SignInAsync()).Dispose();
        (await IsInRoleAsync(rig, "admin")).Should().BeTrue();
        (await IsInRoleAsync(rig, "editor")).Should().BeTrue();
        (await IsInRoleAsync(rig, "owner")).Should().BeFalse();
    }

    [Fact]
    public async Task More_claims_come_from_the_user_information_and_those_of_the_ID_token_win()
    {
        await using var rig = await LoginRig.StartAsync(options => options.GetClaimsFromUserInfoEndpoint = true);
        rig.Tenant.Reply = call => call.Address.EndsWith("/userinfo", StringComparison.Ordinal)
            ? ScriptedTenant.Json(new JsonObject
            {
                ["sub"] = "auth0|alice",
                ["email"] = "alice@example.com",
                ["name"] = "Mallory",
                ["own"] = "x",
            })
            : null;
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().BeEquivalentTo(
            "sub=auth0|alice", "sid=sid-1", "name=Alice", "email=alice@example.com", $"{ClaimTypes.NameIdentifier}=auth0|alice");
        var asked = rig.Tenant.To("userinfo").Single().Headers;
        asked["Authorization"].Should().Be("Bearer access-token-1");
        asked["Accept"].Should().Be("application/json");
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { """{"sub":"auth0|mallory"}""", "sub" },
        { """{"sub":"AUTH0|alice"}""", "sub" },
        { """{"email":"a@example.com"}""", "sub" },
        { """{"sub":["auth0|alice"]}""", "sub" },
        { """["auth0|alice"]""", "JSON" },
        { """{"sub":"auth0|alice","sub":"auth0|alice"}""", "JSON" },
        { "<html>", "JSON" },
        { "", "JSON" },
        { "e30.eyJzdWIiOiJhIn0.c2ln", "JSON" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task User_information_that_is_not_about_the_user_fails_the_login(string body, string reason)
    {
        await using var rig = await LoginRig.StartAsync(options => options.GetClaimsFromUserInfoEndpoint = true);
        rig.Tenant.Reply = call =>
            call.Address.EndsWith("/userinfo", StringComparison.Ordinal) ? FakeTenantHandler.Json(body) : null;
        (await rig.RefusalAsync()).Should().Contain("[406]").And.Contain(reason);
    }

    [Fact]
    public async Task So_does_a_tenant_that_does_not_give_it()
    {
        await using var rig = await LoginRig.StartAsync(options => options.GetClaimsFromUserInfoEndpoint = true);
        rig.Tenant.Reply = call => call.Address.EndsWith("/userinfo", StringComparison.Ordinal)
            ? FakeTenantHandler.Json("{}", HttpStatusCode.Unauthorized)
            : null;
        (await rig.RefusalAsync()).Should().Contain("status 401");
        await using var without = await LoginRig.StartAsync(
            options => options.GetClaimsFromUserInfoEndpoint = true,
            tenant: tenant => tenant.Discovery.Remove("userinfo_endpoint"));
        (await without.RefusalAsync()).Should().Contain("announces no such endpoint");
    }

    private static void MapRole(WebApplication application) =>
        application.MapGet("/role", (ClaimsPrincipal user, string name) => user.IsInRole(name) ? "yes" : "no");

    private static async Task<bool> IsInRoleAsync(LoginRig rig, string name)
    {
        using var response = await rig.Browser.GetAsync("/role?name=" + name);
        return await response.Content.ReadAsStringAsync() == "yes";
    }
}
