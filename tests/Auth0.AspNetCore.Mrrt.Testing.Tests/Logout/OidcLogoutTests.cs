using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Logout;

/// <summary><c>/oidc/logout</c>.</summary>
public sealed class OidcLogoutTests : TenantTest, IDisposable
{
    private const string Bye = "http://localhost:5000/bye";
    private const string Portal = "https://portal.example.com/";
    private TenantBrowser? _browser;

    private TenantBrowser Browser =>
        _browser ??= new TenantBrowser(Tenant, new Uri("http://localhost:5000"), new CallbackStub());

    protected override void Configure(Auth0TenantOptions options)
    {
        foreach (var id in new[] { "app", "other" })
        {
            options.Clients.Add(new TenantClient
            {
                ClientId = id,
                ClientSecret = "secret",
                Callbacks = [App.Callback],
                LogoutUrls = [Bye],
            });
        }

        options.LogoutUrls.Add(Portal);
    }

    [Fact]
    public async Task With_an_ID_token_the_session_ends_at_once_and_the_state_comes_back()
    {
        var signIn = await SignInAsync();
        var end = await LogoutAsync(
            ("id_token_hint", signIn["id_token"]), ("post_logout_redirect_uri", Bye), ("state", "a b"));

        end.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be($"{Bye}?state=a%20b");
        (await IsSignedInAsync()).Should().BeFalse();
        Tenant.Counters.Logouts.Should().Be(1);
    }

    [Fact]
    public async Task The_session_id_as_logout_hint_is_enough()
    {
        var signIn = await SignInAsync();
        await LogoutAsync(("logout_hint", signIn.IdToken.GetClaim("sid").Value), ("client_id", "app"));

        (await IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Without_a_hint_the_user_is_asked_and_a_click_logs_out()
    {
        await SignInAsync();
        var page = await LogoutAsync(("client_id", "app"), ("post_logout_redirect_uri", Bye));
        var html = await page.Content.ReadAsStringAsync();
        (await IsSignedInAsync()).Should().BeTrue();

        using var form = new FormUrlEncodedContent([new("state", html.Split("name=\"state\" value=\"")[1].Split('"')[0])]);
        using var click = new HttpRequestMessage(HttpMethod.Post, $"{Tenant.Issuer}u/logout") { Content = form };
        var end = await Browser.SendAsync(click);

        html.Should().Contain("Do you want to log out?");
        end.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be(Bye);
        (await IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_hint_for_another_session_asks_too()
    {
        var old = await SignInAsync();
        Browser.ClearCookies();
        await SignInAsync();
        var page = await LogoutAsync(("id_token_hint", old["id_token"]));

        (await page.Content.ReadAsStringAsync()).Should().Contain("Do you want to log out?");
    }

    [Fact]
    public async Task The_question_can_be_switched_off()
    {
        Tenant.Behavior.LogoutConsent = false;
        await SignInAsync();
        await LogoutAsync(("client_id", "app"));

        (await IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task With_a_client_and_no_address_the_first_one_is_used()
    {
        var signIn = await SignInAsync();
        var end = await LogoutAsync(("id_token_hint", signIn["id_token"]), ("client_id", "app"));

        end.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be(Bye);
    }

    [Fact]
    public async Task Hints_and_client_must_agree()
    {
        var signIn = await SignInAsync();

        await ShouldBeRefusedAsync("client_id does not match", ("id_token_hint", signIn["id_token"]), ("client_id", "other"));
        await ShouldBeRefusedAsync("logout_hint does not match", ("id_token_hint", signIn["id_token"]), ("logout_hint", "x"));
        await ShouldBeRefusedAsync("not an ID token of this tenant", ("id_token_hint", "made-up"));
        await ShouldBeRefusedAsync("Unknown client", ("client_id", "nobody"));
    }

    [Fact]
    public async Task Addresses_must_be_exactly_on_the_list_that_counts()
    {
        Tenant.Behavior.LogoutConsent = false;
        var signIn = await SignInAsync();

        await ShouldBeRefusedAsync("Allowed Logout URLs", ("client_id", "app"), ("post_logout_redirect_uri", $"{Bye}?x=1"));
        await ShouldBeRefusedAsync("Allowed Logout URLs", ("client_id", "app"), ("post_logout_redirect_uri", Portal));
        await ShouldBeRefusedAsync("Allowed Logout URLs", ("post_logout_redirect_uri", Bye));
        await ShouldBeRefusedAsync(
            "Allowed Logout URLs", ("id_token_hint", signIn["id_token"]), ("post_logout_redirect_uri", Portal));
    }

    [Fact]
    public async Task An_ID_token_alone_can_be_made_to_use_the_tenants_list()
    {
        Tenant.Behavior.IdTokenHintUsesTenantLogoutUrls = true;
        var signIn = await SignInAsync();

        await ShouldBeRefusedAsync(
            "Allowed Logout URLs", ("id_token_hint", signIn["id_token"]), ("post_logout_redirect_uri", Bye));
        using var response = await App.Http.GetAsync(Url(
            ("id_token_hint", signIn["id_token"]), ("post_logout_redirect_uri", Portal)));
        response.Headers.Location!.OriginalString.Should().Be(Portal);
    }

    [Fact]
    public async Task The_request_may_be_posted()
    {
        var signIn = await SignInAsync();
        using var form = new FormUrlEncodedContent([new("id_token_hint", signIn["id_token"]!)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Tenant.Issuer}oidc/logout") { Content = form };
        var end = await Browser.SendAsync(request);

        (await end.Content.ReadAsStringAsync()).Should().Contain("You are signed out");
    }

    [Fact]
    public async Task An_expired_ID_token_still_says_who_is_leaving()
    {
        var signIn = await SignInAsync();
        Tenant.Advance(TimeSpan.FromHours(11));
        await LogoutAsync(("id_token_hint", signIn["id_token"]));

        (await IsSignedInAsync()).Should().BeFalse();
    }

    public void Dispose() => _browser?.Dispose();

    private string Url(params (string Name, string? Value)[] parameters) => QueryHelpers.AddQueryString(
        $"{Tenant.Issuer}oidc/logout", parameters.ToDictionary(p => p.Name, p => p.Value));

    private Task<HttpResponseMessage> LogoutAsync(params (string Name, string? Value)[] parameters) =>
        Browser.GetAsync(Url(parameters));

    private async Task ShouldBeRefusedAsync(string explanation, params (string Name, string? Value)[] parameters)
    {
        var page = await LogoutAsync(parameters);
        page.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await page.Content.ReadAsStringAsync()).Should().Contain(explanation);
    }

    private async Task<Reply> SignInAsync()
    {
        var end = await Browser.SignInAsync(new Uri(new Uri(Tenant.Issuer), App.AuthorizeUrl()).AbsoluteUri);
        return await App.RedeemAsync(QueryHelpers.ParseQuery(end.RequestMessage!.RequestUri!.Query)["code"]!);
    }

    private async Task<bool> IsSignedInAsync()
    {
        var url = new Uri(new Uri(Tenant.Issuer), App.AuthorizeUrl(("prompt", "none"))).AbsoluteUri;
        return (await Browser.GetAsync(url)).RequestMessage!.RequestUri!.Query.Contains("code=", StringComparison.Ordinal);
    }
}
