using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>What the profile endpoint says of the user, and to whom.</summary>
public sealed class ProfileEndpointTests
{
    [Fact]
    public async Task It_returns_the_standard_claims_about_the_user_and_no_others()
    {
        await using var rig = await EndpointRigs.SignedInAsync(
            login: options => options.ClaimActions.Add(new Microsoft.AspNetCore.Authentication.OAuth.Claims.JsonKeyClaimAction("tier", ClaimValueTypes.String, "tier")),
            claims: claims =>
            {
                claims["email"] = "alice@example.com";
                claims["email_verified"] = true;
                claims["updated_at"] = 1_700_000_000;
                claims["address"] = new JsonObject { ["country"] = "AT" };
                claims["org_id"] = "org_1";
                claims["amr"] = new JsonArray("mfa");
                claims["roles"] = new JsonArray("admin");
                claims["tier"] = "gold";
            });
        var (response, profile) = await ProfileAsync(rig);
        using (response)
        {
            response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
            response.Headers.CacheControl!.ToString().Should().Be("no-store");
            response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        }

        JsonNode.DeepEquals(profile, new JsonObject
        {
            ["sub"] = "auth0|alice",
            ["name"] = "Alice",
            ["email"] = "alice@example.com",
            ["email_verified"] = true,
            ["address"] = new JsonObject { ["country"] = "AT" },
            ["updated_at"] = 1_700_000_000,
            ["org_id"] = "org_1",
            ["roles"] = new JsonArray("admin"),
        }).Should().BeTrue(profile!.ToJsonString());
    }

    [Fact]
    public async Task The_list_names_other_claims()
    {
        await using var rig = await EndpointRigs.SignedInAsync(options =>
        {
            options.ProfileClaims.Clear();
            options.ProfileClaims.Add("sid");
        });
        var (response, profile) = await ProfileAsync(rig);
        response.Dispose();
        profile!.ToJsonString().Should().Be("""{"sid":"sid-1"}""");
    }

    [Fact]
    public async Task It_shows_no_token()
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.ProfileClaims.UnionWith(
            ["access_token", "refresh_token", "id_token", ".Token.access_token"]));
        using var response = await rig.Browser.GetAsync("/auth/profile");
        (await response.Content.ReadAsStringAsync()).Should().NotContain("token");
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.NoContent)]
    public async Task Who_is_signed_out_gets_401_or_what_the_setting_says(bool noContent, HttpStatusCode status)
    {
        await using var rig = await EndpointRigs.StartAsync(options => options.ProfileAnswersNoContent = noContent);
        using var response = await rig.Browser.GetAsync("/auth/profile");
        response.StatusCode.Should().Be(status);
        response.Headers.Location.Should().BeNull();
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task It_shows_what_a_transformation_adds()
    {
        await using var rig = await EndpointRigs.SignedInAsync(
            services: services => services.AddTransient<IClaimsTransformation, AddsNickname>());
        var (response, profile) = await ProfileAsync(rig);
        response.Dispose();
        profile!["nickname"]!.GetValue<string>().Should().Be("Ally");
    }

    [Fact]
    public async Task It_shows_nothing_of_a_user_whom_another_scheme_authenticated()
    {
        await using var rig = await LoginRig.StartAsync(
            services: services => services.AddAuthentication("Other")
                .AddScheme<AuthenticationSchemeOptions, OtherUser>("Other", _ => { }),
            map: application => Microsoft.AspNetCore.Builder.Auth0EndpointRouteBuilderExtensions.MapAuth0(application));
        using var response = await rig.Browser.GetAsync("/auth/profile");
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<(HttpResponseMessage Response, JsonNode? Profile)> ProfileAsync(LoginRig rig)
    {
        var response = await rig.Browser.GetAsync("/auth/profile");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return (response, JsonNode.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    private sealed class AddsNickname : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var changed = principal.Clone();
            changed.AddIdentity(new ClaimsIdentity([new Claim("nickname", "Ally")]));
            return Task.FromResult(changed);
        }
    }

    private sealed class OtherUser(
        Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options,
        Microsoft.Extensions.Logging.ILoggerFactory loggers,
        System.Text.Encodings.Web.UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "other")], "Other")), "Other")));
    }
}
