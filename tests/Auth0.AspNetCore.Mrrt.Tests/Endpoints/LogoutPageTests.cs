using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>The page that asks before a sign-out, and the form in it.</summary>
public sealed partial class LogoutPageTests
{
    [Fact]
    public async Task The_form_of_the_page_signs_out()
    {
        await using var rig = await EndpointRigs.SignedInAsync(options => options.LogoutByGet = LogoutByGet.Ask);
        var form = await FormAsync(rig, "/auth/logout?returnTo=/bye%3Fx%3D%22%3E&federated");
        using var response = await rig.PostAsync("/auth/logout" + form.Action, form.Fields);
        rig.IsSignedOut(response).Should().BeTrue();
        var asked = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        asked["post_logout_redirect_uri"].Should().Equal("https://localhost/bye?x=\">");
        asked.Should().ContainKey("federated");
    }

    [Fact]
    public async Task The_page_repeats_nothing_that_was_not_checked()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.Browser.GetAsync("/auth/logout?returnTo=https://evil.example/%22%3E%3Cscript%3E&x=%3Cscript%3E");
        var html = await response.Content.ReadAsStringAsync();
        html.Should().NotContain("evil").And.NotContain("script");
        Action().Match(html).Groups[1].Value.Should().Be("?");
    }

    [Fact]
    public async Task The_page_is_in_no_frame_and_loads_nothing()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        using var response = await rig.Browser.GetAsync("/auth/logout");
        var html = await response.Content.ReadAsStringAsync();
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style().Match(html).Groups[1].Value)));
        response.Headers.GetValues("Content-Security-Policy").Should().Equal(
            $"default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-{style}'");
        response.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task The_form_of_another_user_s_page_ends_nothing()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        var form = await FormAsync(rig, "/auth/logout");
        rig.Tenant.Claims = claims => (claims["sub"], claims["sid"]) = ("auth0|mallory", "sid-2");
        (await rig.RefusalAsync("/auth/login")).Should().BeNull();
        using var response = await rig.PostAsync("/auth/logout" + form.Action, form.Fields);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        rig.IsSignedIn().Should().BeTrue();
    }

    [Fact]
    public async Task The_form_is_worth_nothing_without_the_browser_s_antiforgery_cookie()
    {
        await using var rig = await EndpointRigs.SignedInAsync();
        var form = await FormAsync(rig, "/auth/logout");
        var cookie = rig.Browser.Cookies.Keys.Single(name => name.StartsWith(".AspNetCore.Antiforgery", StringComparison.Ordinal));
        rig.Browser.Cookies.Remove(cookie);
        using var response = await rig.PostAsync("/auth/logout", form.Fields);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        rig.IsSignedIn().Should().BeTrue();
    }

    private static async Task<(string Action, (string Name, string Value)[] Fields)> FormAsync(LoginRig rig, string address)
    {
        using var response = await rig.Browser.GetAsync(address);
        var html = await response.Content.ReadAsStringAsync();
        return (
            WebUtility.HtmlDecode(Action().Match(html).Groups[1].Value),
            [.. Field().Matches(html).Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)))]);
    }

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();

    [GeneratedRegex("<style>(.*)</style>")]
    private static partial Regex Style();
}
