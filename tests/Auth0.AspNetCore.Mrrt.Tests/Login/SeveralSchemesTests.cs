using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Two tenants in one application, each with a cookie of its own or both with one: neither ever gets what is the
/// other's.</summary>
public sealed class SeveralSchemesTests : IAsyncLifetime, IDisposable
{
    private const string Staff = "Staff";

    private ScriptedTenant _staff = null!;
    private LoginRig _rig = null!;

    public Task InitializeAsync() => StartAsync("StaffCookies");

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    public void Dispose() => _staff.Dispose();

    [Fact]
    public async Task With_cookies_of_their_own_a_user_is_signed_in_to_both()
    {
        await SignInAsync();
        await SignInAsync(Staff);
        (await TokenAsync()).Token.Should().Be("access-token-1");
        (await TokenAsync(Staff)).Token.Should().Be("staff-token-1");
        _rig.Tenant.To("oauth/token").Should().ContainSingle();
        _staff.To("oauth/token").Should().ContainSingle().Which.Form["client_secret"].Should().Be("staff-secret-1");

        var location = await SignOutAsync(Staff);
        location.Host.Should().Be("staff.example.com");
        QueryHelpers.ParseQuery(location.Query)["client_id"].Should().Equal("staff-app");
        _staff.To("custom/revoke").Single().Form["token"].Should().Be("staff-refresh-1");
        _rig.Tenant.To("custom/revoke").Should().BeEmpty();
        (await TokenAsync()).Token.Should().Be("access-token-1");
        (await TokenAsync(Staff)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    [Fact]
    public async Task With_one_cookie_the_last_sign_in_is_the_session()
    {
        await _rig.DisposeAsync();
        await StartAsync("Cookies");
        await SignInAsync();
        await SignInAsync(Staff);
        (await TokenAsync(Staff)).Token.Should().Be("staff-token-1");
        (await TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));

        // The other scheme's sign-out ends the session, and shows its own tenant nothing of it.
        var location = await SignOutAsync("Auth0");
        location.Host.Should().Be("tenant.example.com");
        QueryHelpers.ParseQuery(location.Query).Keys.Should().NotContain(["id_token_hint", "logout_hint"]);
        _rig.Tenant.To("custom/revoke").Should().BeEmpty();
        _staff.To("custom/revoke").Should().BeEmpty();
        (await TokenAsync(Staff)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    /// <summary>By the login's name, whatever the cookies: that of its cookie knows no tenant to ask.</summary>
    [Theory]
    [InlineData("StaffCookies")]
    [InlineData("Cookies")]
    public async Task An_endpoint_names_the_login_it_wants(string staffCookies)
    {
        await _rig.DisposeAsync();
        await StartAsync(staffCookies);
        _staff.Claims = claims => (claims["aud"], claims["name"]) = ("staff-app", "Sam");
        await SignInAsync();
        (await AskAsync("/staff")).Should().Be((HttpStatusCode.Found, "https://staff.example.com/authorize"));
        await SignInAsync(Staff);
        (await AskAsync("/staff")).Should().Be((HttpStatusCode.OK, "Sam"));

        _rig.Time.Advance(TimeSpan.FromHours(1));
        (await TokenAsync(Staff)).Token.Should().Be("staff-token-1");
        _staff.To("oauth/token").Should().HaveCount(2, "the token was renewed, and the session written");
        (await AskAsync("/staff")).Should().Be((HttpStatusCode.OK, "Sam"));
        if (staffCookies == "StaffCookies")
        {
            (await AskAsync("/user/name")).Should().Be((HttpStatusCode.OK, "Alice"), "the default is the other login");
            await SignOutAsync(Staff);
            (await AskAsync("/staff/cookie")).Should().Be((HttpStatusCode.Found, "https://localhost/Account/Login"));
        }
    }

    [Fact]
    public async Task An_answer_to_one_is_no_answer_to_the_other()
    {
        var asked = await _rig.BeginAsync();
        using var response = await _rig.Browser.GetAsync(
            $"/callback/staff?code=c&state={Uri.EscapeDataString(asked["state"]!)}");
        (await _rig.RefusalAsync(response)).Should().Contain("its state cannot be read");
        _staff.Calls.Should().BeEmpty();
    }

    /// <summary>Its own keys, and its own issuer: both tenants of the test sign with the same ones.</summary>
    [Fact]
    public async Task An_ID_token_of_one_is_none_of_the_other()
    {
        _staff.Claims = claims => (claims["iss"], claims["aud"]) = (ScriptedTenant.Issuer, "staff-app");
        using var response = await BeginAndComeBackAsync(Staff);
        (await _rig.RefusalAsync(response)).Should().Contain("SecurityTokenInvalidIssuerException");
    }

    private async Task StartAsync(string staffCookies) => _rig = await LoginRig.StartAsync(
        services: services =>
        {
            var time = (ManualTimeProvider)services.Single(service => service.ServiceType == typeof(TimeProvider))
                .ImplementationInstance!;
            _staff = new ScriptedTenant(time, "staff.example.com")
            {
                Claims = claims => claims["aud"] = "staff-app",
                Answer = answer => (answer["access_token"], answer["refresh_token"]) = ("staff-token-1", "staff-refresh-1"),
            };
            services.AddAuth0WebApp(Staff, options =>
            {
                options.Domain = "staff.example.com";
                options.ClientId = "staff-app";
                options.ClientSecret = "staff-secret-1";
                options.CallbackPath = "/callback/staff";
                options.CookieAuthenticationScheme = staffCookies;
                options.BackchannelHttpHandler = _staff;
            }).WithAccessToken(options => options.UseRefreshTokens = true);
            services.AddAuthorization();
        },
        map: application =>
        {
            application.MapGet("/token", async (HttpContext http, string scheme) => AppEndpoints.Answer(
                await http.GetAccessTokenResultAsync(scheme: scheme)));
            application.MapGet("/logout", (HttpContext http, string scheme) => http.SignOutAsync(scheme));
            application.UseAuthorization();
            application.MapGet("/user/name", (ClaimsPrincipal user) => user.Identity?.Name);
            application.MapGet(
                "/staff", [Authorize(AuthenticationSchemes = Staff)] (ClaimsPrincipal user) => user.Identity?.Name);
            application.MapGet("/staff/cookie", [Authorize(AuthenticationSchemes = "StaffCookies")] () => "");
        });

    private async Task SignInAsync(string scheme = "Auth0")
    {
        using var response = await BeginAndComeBackAsync(scheme);
        response.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    private async Task<HttpResponseMessage> BeginAndComeBackAsync(string scheme)
    {
        var asked = await _rig.BeginAsync("/login?scheme=" + scheme);
        _staff.Nonce = _rig.Tenant.Nonce;
        return scheme == Staff
            ? await _rig.Browser.GetAsync($"/callback/staff?code=c&state={Uri.EscapeDataString(asked["state"]!)}")
            : await _rig.ComeBackAsync(asked["state"]!);
    }

    private async Task<TokenAnswer> TokenAsync(string scheme = "Auth0")
    {
        using var response = await _rig.Browser.GetAsync("/token?scheme=" + scheme);
        return (await response.Content.ReadFromJsonAsync<TokenAnswer>())!;
    }

    /// <summary>What the answer says, or where it leads.</summary>
    private async Task<(HttpStatusCode, string)> AskAsync(string path)
    {
        using var response = await _rig.Browser.GetAsync(path);
        return (response.StatusCode, response.Headers.Location?.GetLeftPart(UriPartial.Path)
            ?? await response.Content.ReadAsStringAsync());
    }

    private async Task<Uri> SignOutAsync(string scheme)
    {
        using var response = await _rig.Browser.GetAsync("/logout?scheme=" + scheme);
        return response.Headers.Location!;
    }
}
