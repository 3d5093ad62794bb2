using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>What a sign-out does for a browser that only loads ahead, and what its address may hold.</summary>
public sealed class SignOutRequestTests
{
    /// <summary>The browser's user did not ask for it.</summary>
    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Moz", "prefetch")]
    public async Task A_prefetch_ends_nothing(string header, string value)
    {
        await using var rig = await StartAsync();
        (await rig.RefusalAsync()).Should().BeNull();
        using var response = await rig.Browser.GetAsync("/logout", (header, value));
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Tenant.To("custom/revoke").Should().BeEmpty();
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
    }

    /// <summary>A neighbour under the same domain, or a picture in a user's own text, asks for the address (Fetch Metadata
    /// Request Headers, sections 2.1 to 2.3).</summary>
    [Theory]
    [InlineData("same-site", "no-cors", "image")]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("same-origin", "no-cors", "image")]
    [InlineData("same-site", "no-cors", "script")]
    [InlineData("same-site", "no-cors", "empty")]
    [InlineData("same-site", "navigate", "iframe")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("cross-site", "navigate", "frame")]
    [InlineData("same-site", "navigate", "object")]
    [InlineData("same-site", "navigate", "embed")]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("cross-site", "cors", "empty")]
    [InlineData("same-site", "websocket", "websocket")]
    public async Task A_part_of_another_page_ends_nothing(string site, string mode, string destination)
    {
        await using var rig = await StartAsync();
        (await rig.RefusalAsync()).Should().BeNull();
        using var response = await rig.Browser.GetAsync(
            "/logout", ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Tenant.To("custom/revoke").Should().BeEmpty();
        rig.Logs.Lines.Should().Contain(line => line.Contains("[418]", StringComparison.Ordinal));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
    }

    /// <summary>A browser that sends no such headers, a link, a button of the page, and the page's own script.</summary>
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("none", "navigate", "document")]
    [InlineData("same-origin", "navigate", "document")]
    [InlineData("same-site", "navigate", "document")]
    [InlineData("cross-site", "navigate", "document")]
    [InlineData("same-origin", "navigate", "iframe")]
    [InlineData("same-origin", "cors", "empty")]
    [InlineData("same-origin", "same-origin", "empty")]
    public async Task A_user_or_the_application_s_own_script_signs_out(string? site, string? mode, string? destination)
    {
        await using var rig = await StartAsync();
        (await rig.RefusalAsync()).Should().BeNull();
        using var response = await rig.Browser.GetAsync(
            "/logout",
            site is null ? [] : [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode!), ("Sec-Fetch-Dest", destination!)]);
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        rig.Tenant.To("custom/revoke").Should().ContainSingle();
        (await rig.ClaimsAsync()).Should().BeEmpty();
    }

    /// <summary>Servers refuse a request line of more than 8 KB.</summary>
    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10, true)]
    public async Task A_long_ID_token_is_left_out_of_the_address_and_the_log_says_so_once(int length, bool hint)
    {
        await using var rig = await StartAsync();
        rig.Tenant.Claims = claims => claims["much"] = new string('x', length);
        for (var i = 0; i < 2; i++)
        {
            using var signedIn = await rig.SignInAsync();
            signedIn.StatusCode.Should().Be(HttpStatusCode.Found);
            using var response = await rig.Browser.GetAsync("/logout");
            var location = response.Headers.Location!;
            location.OriginalString.Length.Should().BeLessThan(8000);
            var query = QueryHelpers.ParseQuery(location.Query);
            query.ContainsKey("id_token_hint").Should().Be(hint);
            query["logout_hint"].Should().Equal("sid-1");
        }

        rig.Logs.Lines.Count(line => line.Contains("[419]", StringComparison.Ordinal)).Should().Be(hint ? 0 : 1);
    }

    private static Task<LoginRig> StartAsync() => LoginRig.StartAsync(map: application => application.MapGet(
        "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)));
}
