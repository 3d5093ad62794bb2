using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Logout;

/// <summary><c>/v2/logout</c>.</summary>
public sealed class LegacyLogoutTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        options.Clients.Add(new TenantClient
        {
            ClientId = "app",
            ClientSecret = "secret",
            Callbacks = [App.Callback],
            LogoutUrls = ["https://app.example.com/bye", "https://app.example.com/?a=1", "http://localhost:*/"],
        });
        options.LogoutUrls.Add("https://portal.example.com/");
    }

    [Theory]
    [InlineData("https://app.example.com/bye")]
    [InlineData("https://app.example.com/?a=1")]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://localhost/")]
    public async Task With_a_client_its_own_list_decides(string returnTo)
    {
        var response = await LogoutAsync(("client_id", "app"), ("returnTo", returnTo));

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.Should().Be(returnTo);
        Tenant.Counters.Logouts.Should().Be(1);
    }

    [Theory]
    [InlineData("https://app.example.com/bye?extra=1")]
    [InlineData("https://app.example.com/?a=2")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://portal.example.com/")]
    [InlineData("http://localhost:5000/deeper")]
    public async Task An_address_that_is_not_exactly_on_the_list_gets_an_error_page(string returnTo)
    {
        var response = await LogoutAsync(("client_id", "app"), ("returnTo", returnTo));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("Allowed Logout URLs");
        Tenant.Counters.Logouts.Should().Be(0);
    }

    [Fact]
    public async Task With_a_client_and_no_address_the_first_one_is_used() =>
        (await LogoutAsync(("client_id", "app"))).Headers.Location.Should().Be("https://app.example.com/bye");

    [Fact]
    public async Task Without_a_client_the_tenants_list_decides()
    {
        (await LogoutAsync(("returnTo", "https://portal.example.com/"))).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await LogoutAsync(("returnTo", "https://app.example.com/bye"))).StatusCode
            .Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_anything_the_user_is_told()
    {
        var response = await App.Http.GetAsync("/v2/logout");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Contain("You are signed out");
    }

    [Fact]
    public async Task An_unknown_client_gets_an_error_page() =>
        (await LogoutAsync(("client_id", "nobody"))).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_parameter_without_a_value_is_fine()
    {
        var response = await App.Http.GetAsync("/v2/logout?federated&client_id=app");

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_session_ends_for_the_whole_tenant_and_refresh_tokens_survive()
    {
        using var browser = new TenantBrowser(Tenant, new Uri("http://localhost:5000"), new CallbackStub());
        var authorize = new Uri(new Uri(Tenant.Issuer), App.AuthorizeUrl()).AbsoluteUri;
        var end = await browser.SignInAsync(authorize);
        var code = QueryHelpers.ParseQuery(end.RequestMessage!.RequestUri!.Query)["code"];
        var signIn = await App.RedeemAsync(code!);

        await browser.GetAsync($"{Tenant.Issuer}v2/logout?client_id=app&returnTo=http://localhost:5000/");
        var after = await browser.GetAsync(authorize + "&prompt=none");

        after.RequestMessage!.RequestUri!.Query.Should().Contain("login_required");
        browser.Cookies.Should().BeEmpty();
        (await App.RefreshAsync(signIn.RefreshToken)).Status.Should().Be(200);
    }

    private Task<HttpResponseMessage> LogoutAsync(params (string Name, string Value)[] parameters) =>
        App.Http.GetAsync(QueryHelpers.AddQueryString(
            "/v2/logout", parameters.ToDictionary(p => p.Name, p => (string?)p.Value)));
}
