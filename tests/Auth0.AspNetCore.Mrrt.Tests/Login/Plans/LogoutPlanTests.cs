using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Login.Lies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Plans;

/// <summary>The modules of the OpenID Foundation's plan for sign-outs that the relying party begins. Where the user returns
/// to is a page of the application: the library reads no state there, and nothing hangs on one.</summary>
public sealed class LogoutPlanTests
{
    [Fact]
    public async Task Oidcc_client_test_rp_init_logout()
    {
        await using var provider = await SignedOutAsync();
        using var returned = await provider.Rig.Browser.GetAsync("/bye?state=state-1");
        await ShouldBeSignedOutAsync(provider, returned);
    }

    [Fact]
    public async Task Oidcc_client_test_rp_init_logout_other_state()
    {
        await using var provider = await SignedOutAsync();
        using var returned = await provider.Rig.Browser.GetAsync("/bye?state=tell-tale");
        await ShouldBeSignedOutAsync(provider, returned);
    }

    [Fact]
    public async Task Oidcc_client_test_rp_init_logout_no_state()
    {
        await using var provider = await SignedOutAsync();
        using var returned = await provider.Rig.Browser.GetAsync("/bye");
        await ShouldBeSignedOutAsync(provider, returned);
    }

    /// <summary>Signs in and out, as far as the provider.</summary>
    private static async Task<LyingProvider> SignedOutAsync()
    {
        string? idToken = null;
        var provider = await LyingProvider.StartAsync(map: application =>
        {
            application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(
                Auth0Constants.AuthenticationScheme,
                new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/bye").WithParameter("state", "state-1").Build()));
            application.MapGet("/bye", () => "bye");
        });
        provider.Tenant.Answer = answer => idToken = answer["id_token"]!.GetValue<string>();
        using var signedIn = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(signedIn, "there is something to sign out of");
        using var response = await provider.Rig.Browser.GetAsync("/logout");
        response.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be(ScriptedTenant.Issuer + "oidc/logout");
        var query = QueryHelpers.ParseQuery(response.Headers.Location.Query);
        query["id_token_hint"].Should().Equal(idToken);
        query["client_id"].Should().Equal(ScriptedTenant.ClientId);
        query["post_logout_redirect_uri"].Should().Equal("https://localhost/bye");
        query["state"].Should().Equal("state-1");
        provider.Rig.Browser.Cookies.Should().BeEmpty("the session has ended before the provider is asked");
        return provider;
    }

    private static async Task ShouldBeSignedOutAsync(LyingProvider provider, HttpResponseMessage returned)
    {
        returned.StatusCode.Should().Be(HttpStatusCode.OK);
        (await returned.Content.ReadAsStringAsync()).Should().Be("bye");
        RigBrowser.SetCookies(returned).Should().BeEmpty();
        (await provider.Rig.ClaimsAsync()).Should().BeEmpty();
    }
}
