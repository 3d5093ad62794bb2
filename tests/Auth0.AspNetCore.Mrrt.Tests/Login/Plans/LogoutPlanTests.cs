using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Login.Lies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Plans;

/// <summary>The modules of the OpenID Foundation's plan for sign-outs that the relying party begins, for an application
/// with a <see cref="Auth0WebAppOptions.SignedOutCallbackPath"/>.</summary>
public sealed class LogoutPlanTests
{
    [Fact]
    public async Task Oidcc_client_test_rp_init_logout()
    {
        var (provider, state) = await SignedOutAsync();
        await using var _ = provider;
        using var returned = await ReturnAsync(provider, state);
        returned.StatusCode.Should().Be(HttpStatusCode.Redirect);
        returned.Headers.Location!.OriginalString.Should().Be("/bye");
        provider.Rig.Browser.Cookies.Should().BeEmpty("the return ends what the sign-out began");
        await ShouldBeSignedOutAsync(provider);
    }

    [Fact]
    public async Task Oidcc_client_test_rp_init_logout_other_state()
    {
        var (provider, state) = await SignedOutAsync();
        await using var _ = provider;
        var (other, otherState) = await SignedOutAsync();
        await using var __ = other;
        foreach (var wrong in (string[])["tell-tale", state + "A", state[..^1], otherState])
        {
            using var returned = await ReturnAsync(provider, wrong);
            await ShouldBeRefusedAsync(provider, returned, wrong);
        }
    }

    [Fact]
    public async Task Oidcc_client_test_rp_init_logout_no_state()
    {
        var (provider, state) = await SignedOutAsync();
        await using var _ = provider;
        foreach (var query in (string[])["", "?state=", "?other=1", $"?state={state}&state={state}"])
        {
            using var returned = await provider.Rig.Browser.GetAsync("/signed-out" + query);
            await ShouldBeRefusedAsync(provider, returned, state);
        }
    }

    [Fact]
    public async Task A_return_counts_once_and_in_the_browser_that_signed_out()
    {
        var (provider, state) = await SignedOutAsync();
        await using var _ = provider;
        var cookies = provider.Rig.Browser.Cookies.ToArray();
        provider.Rig.Browser.Cookies.Clear();
        using var elsewhere = await ReturnAsync(provider, state);
        await ShouldBeRefusedAsync(provider, elsewhere, state);
        foreach (var (name, value) in cookies)
        {
            provider.Rig.Browser.Cookies[name] = value;
        }

        using var returned = await ReturnAsync(provider, state);
        returned.StatusCode.Should().Be(HttpStatusCode.Redirect);
        using var again = await ReturnAsync(provider, state);
        await ShouldBeRefusedAsync(provider, again, state);
    }

    [Fact]
    public async Task The_state_of_a_sign_out_is_none_of_a_login_nor_the_other_way_round()
    {
        var (provider, state) = await SignedOutAsync();
        await using var _ = provider;
        using var callback = await provider.Rig.Browser.GetAsync($"/callback?code=c&state={Uri.EscapeDataString(state)}");
        callback.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        using var challenged = await provider.Rig.Browser.GetAsync("/login");
        var login = QueryHelpers.ParseQuery(challenged.Headers.Location!.Query)["state"].ToString();
        using var returned = await ReturnAsync(provider, login);
        await ShouldBeRefusedAsync(provider, returned, login);
    }

    /// <summary>Where the application leaves the path of its cookies to the framework, that is the login's callback.</summary>
    [Fact]
    public async Task A_cookie_without_a_path_of_its_own_comes_back_to_the_return()
    {
        var (provider, state) = await SignedOutAsync(
            handler: options => (options.CorrelationCookie.Name, options.CorrelationCookie.Path) = ("login.", null), path: "/signed-out");
        await using var _ = provider;
        using var returned = await ReturnAsync(provider, state);
        returned.Headers.Location!.OriginalString.Should().Be("/bye");
    }

    /// <summary>Signs in and out, as far as the provider.</summary>
    private static async Task<(LyingProvider Provider, string State)> SignedOutAsync(
        Action<Auth0WebAppOptions>? more = null, string path = "/", Action<OpenIdConnectOptions>? handler = null)
    {
        string? idToken = null;
        var provider = await LyingProvider.StartAsync(
            login: options =>
            {
                options.SignedOutCallbackPath = "/signed-out";
                more?.Invoke(options);
            },
            map: application => application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(
                Auth0Constants.AuthenticationScheme,
                new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/bye").Build())),
            handler: handler);
        provider.Tenant.Answer = answer => idToken = answer["id_token"]!.GetValue<string>();
        using var signedIn = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(signedIn, "there is something to sign out of");
        using var response = await provider.Rig.Browser.GetAsync("/logout");
        response.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be(ScriptedTenant.Issuer + "oidc/logout");
        var query = QueryHelpers.ParseQuery(response.Headers.Location.Query);
        query["id_token_hint"].Should().Equal(idToken);
        query["client_id"].Should().Equal(ScriptedTenant.ClientId);
        query["post_logout_redirect_uri"].Should().Equal("https://localhost/signed-out");
        provider.Rig.Browser.Cookies.Keys.Should().ContainSingle("the session has ended before the provider is asked")
            .Which.Should().NotContain("Cookies");
        RigBrowser.SetCookies(response).Should().Contain(cookie => cookie.Path == path && cookie.Value != "", "a browser sends it there only");
        return (provider, query["state"].Single()!);
    }

    private static Task<HttpResponseMessage> ReturnAsync(LyingProvider provider, string state) =>
        provider.Rig.Browser.GetAsync("/signed-out?state=" + Uri.EscapeDataString(state));

    private static async Task ShouldBeRefusedAsync(LyingProvider provider, HttpResponseMessage returned, string state)
    {
        returned.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        returned.Headers.Location.Should().BeNull();
        returned.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await returned.Content.ReadAsStringAsync()).Should().NotContain(state).And.NotContain("/bye");
        await ShouldBeSignedOutAsync(provider);
    }

    private static async Task ShouldBeSignedOutAsync(LyingProvider provider) =>
        (await provider.Rig.ClaimsAsync()).Should().BeEmpty();
}
