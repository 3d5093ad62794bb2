using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Authorize;

public sealed class LoginPageTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        options.Behavior.SilentSignIn = false;
        options.Users.Add(new TenantUser { Id = "auth0|mallory", Name = "<b>Mallory</b>", Email = "m\"@x.com" });
        options.Users.Add(new TenantUser { Id = "auth0|bob", Name = "Bob", Email = "bob@example.com" });
    }

    [Fact]
    public async Task The_page_lists_the_users_and_encodes_every_text()
    {
        var page = await PageAsync();

        page.Should().Contain("value=\"auth0|mallory\"").And.Contain("value=\"auth0|bob\"");
        page.Should().Contain("&lt;b&gt;Mallory&lt;/b&gt;").And.Contain("m&quot;@x.com").And.NotContain("<b>");
    }

    [Fact]
    public async Task The_page_needs_no_script_and_loads_nothing()
    {
        var page = await PageAsync();

        page.Should().NotContain("<script").And.NotContain("src=").And.NotContain("http");
    }

    [Fact]
    public async Task The_hinted_user_comes_first()
    {
        var page = await PageAsync(("login_hint", "bob@example.com"));

        page.IndexOf("auth0|bob", StringComparison.Ordinal)
            .Should().BeLessThan(page.IndexOf("auth0|mallory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_click_signs_that_user_in()
    {
        var (location, state) = await OpenAsync();
        var response = await ClickAsync(state, "user", "auth0|bob");
        var tokens = await App.RedeemAsync(App.Answer(response)["code"]);

        location.AbsolutePath.Should().Be("/u/login");
        tokens.IdToken.Subject.Should().Be("auth0|bob");
        Tenant.Counters.Logins.Should().Be(1);
    }

    [Fact]
    public async Task Deny_brings_access_denied_to_the_callback()
    {
        var (_, state) = await OpenAsync();

        App.Answer(await ClickAsync(state, "action", "deny")).Should()
            .Contain("error", "access_denied").And.Contain("state", "the-state");
    }

    [Fact]
    public async Task A_page_can_be_answered_once()
    {
        var (_, state) = await OpenAsync();
        await ClickAsync(state, "user", "auth0|bob");
        var again = await ClickAsync(state, "user", "auth0|bob");

        again.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await again.Content.ReadAsStringAsync()).Should().Contain("This sign-in is over");
    }

    [Fact]
    public async Task A_user_who_is_not_there_gets_the_page_again()
    {
        var (_, state) = await OpenAsync();
        var response = await ClickAsync(state, "user", "auth0|nobody");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Contain("auth0|bob");
    }

    [Fact]
    public async Task A_blocked_user_is_told_so_at_the_callback()
    {
        Tenant.Users[1].Blocked = true;
        var (_, state) = await OpenAsync();

        App.Answer(await ClickAsync(state, "user", "auth0|bob"))["error_description"].Should().Be("user is blocked");
    }

    private async Task<(Uri Location, string State)> OpenAsync(params (string Name, string? Value)[] changes)
    {
        var response = await App.AuthorizeAsync(changes);
        var location = new Uri(new Uri(Tenant.Issuer), response.Headers.Location!);
        return (location, location.Query.Split("state=")[1]);
    }

    private async Task<string> PageAsync(params (string Name, string? Value)[] changes) =>
        await App.Http.GetStringAsync((await OpenAsync(changes)).Location);

    private async Task<HttpResponseMessage> ClickAsync(string state, string button, string value)
    {
        using var form = new FormUrlEncodedContent([new("state", state), new(button, value)]);
        return await App.Http.PostAsync("/u/login", form);
    }
}
