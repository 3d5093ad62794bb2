using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>Signing in and out.</summary>
public abstract class SignInContract : ProviderContract
{
    private protected SignInContract(ISignInProvider provider)
        : base(provider)
    {
    }

    [ContractFact]
    public async Task A_sign_in_puts_the_user_and_the_tokens_into_the_session()
    {
        using var browser = await SignedInAsync();

        var session = await browser.SessionAsync();

        session.UserName.Should().Be(Provider.UserName);
        new JsonWebToken(session.AccessToken).Audiences.Should().Contain(First);
        new JsonWebToken(session.IdToken).Audiences.Should().Contain(Provider.ClientId);
        session.RefreshToken.Should().NotBeNullOrEmpty();
        session.ExpiresAt.Should().BeAfter(Clock.GetUtcNow());
    }

    [ContractFact]
    public async Task Nobody_is_signed_in_before_the_sign_in()
    {
        using var browser = NewBrowser();

        (await browser.SessionAsync()).UserName.Should().BeNull();
        (await browser.TokenAsync(First)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    [ContractFact]
    public async Task The_provider_s_session_signs_in_again_without_a_page()
    {
        using var browser = await SignedInAsync();
        await browser.OpenAsync("/logout/local");

        var page = await browser.OpenAsync("/login?prompt=none");

        page.Address.Should().Be(Application.Address);
        (await browser.SessionAsync()).UserName.Should().Be(Provider.UserName);
    }

    [ContractFact]
    public async Task A_sign_out_ends_the_session_here_and_at_the_provider()
    {
        using var browser = await SignedInAsync();

        var page = await browser.OpenAsync("/logout");

        page.Address.Should().Be(Application.Address);
        (await browser.SessionAsync()).UserName.Should().BeNull();
        (await Provider.TallyAsync()).Logouts.Should().Be(1);
        var again = await browser.OpenAsync("/login?prompt=none");
        ((int)again.Status).Should().Be(TestApplication.SignInFailed, "the provider has no session to sign in with");
        QueryHelpers.ParseQuery(again.Address.Query)["error"].ToString().Should().Be("login_required");
    }

    [ContractFact]
    public async Task A_sign_out_goes_to_the_address_that_discovery_announces_with_the_ID_token()
    {
        using var http = new HttpClient();
        var discovery = await http.GetFromJsonAsync<JsonElement>($"{Provider.Domain}/.well-known/openid-configuration");
        using var browser = await SignedInAsync();
        var idToken = (await browser.SessionAsync()).IdToken;

        var atProvider = (await browser.OpenAsync("/logout")).Visited[1];

        atProvider.AbsolutePath.Should().Be("/oidc/logout");
        atProvider.GetLeftPart(UriPartial.Path).Should().Be(discovery.GetProperty("end_session_endpoint").GetString());
        QueryHelpers.ParseQuery(atProvider.Query)["id_token_hint"].ToString().Should().Be(idToken);
    }

    [ContractFact]
    public async Task A_sign_out_leaves_no_cookie_of_the_application_behind()
    {
        using var browser = await SignedInAsync();
        browser.CookieNames.Should().NotBeEmpty();

        await browser.OpenAsync("/logout");

        browser.CookieNames.Should().BeEmpty();
    }

    [ContractFact]
    public async Task The_cookies_of_before_the_sign_out_do_not_bring_the_session_back()
    {
        using var browser = await SignedInAsync();
        var before = browser.Fork();
        await browser.OpenAsync("/logout");

        (await before.SessionAsync()).UserName.Should().BeNull();
        (await before.TokenAsync(Second)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        await ExpectAsync(exchanges: 0, signOuts: 1);
    }
}
