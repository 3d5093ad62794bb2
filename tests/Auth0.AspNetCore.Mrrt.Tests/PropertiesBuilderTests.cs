using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests;

/// <summary>The builders behave as those of the official SDK, so that code moves over as it is.</summary>
public sealed class PropertiesBuilderTests
{
    public static TheoryData<string, Action<LoginAuthenticationPropertiesBuilder, string?>> Methods => new()
    {
        { "scope", (login, value) => login.WithScope(value) },
        { "audience", (login, value) => login.WithAudience(value) },
        { "organization", (login, value) => login.WithOrganization(value) },
        { "invitation", (login, value) => login.WithInvitation(value) },
        { "connection", (login, value) => login.WithConnection(value) },
        { "login_hint", (login, value) => login.WithLoginHint(value) },
        { "screen_hint", (login, value) => login.WithScreenHint(value) },
        { "prompt", (login, value) => login.WithPrompt(value) },
        { "acr_values", (login, value) => login.WithAcrValues(value) },
        { "ui_locales", (login, value) => login.WithUiLocales(value) },
        { "ext-tier", (login, value) => login.WithExtension("tier", value) },
        { "other", (login, value) => login.WithParameter("other", value) },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_value_that_is_null_or_empty_sets_nothing(
        string name, Action<LoginAuthenticationPropertiesBuilder, string?> set)
    {
        foreach (var nothing in new[] { null, "" })
        {
            var login = new LoginAuthenticationPropertiesBuilder();
            set(login, nothing);
            login.Build().Items.Keys.Should().NotContain("Auth0:" + name);
            set(login, "given");
            login.Build().Items.Should().Contain("Auth0:" + name, "given");
            set(login, nothing);
            login.Build().Items.Keys.Should().NotContain("Auth0:" + name);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_login_without_a_return_address_returns_to_the_root(string? nothing)
    {
        new LoginAuthenticationPropertiesBuilder().Build().RedirectUri.Should().Be("/");
        new LoginAuthenticationPropertiesBuilder().WithRedirectUri(nothing).Build().RedirectUri.Should().Be("/");
        new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/a").Build().RedirectUri.Should().Be("/a");
        new LoginAuthenticationPropertiesBuilder(new AuthenticationProperties { RedirectUri = "/b" }).Build()
            .RedirectUri.Should().Be("/b");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_sign_out_without_a_return_address_leaves_it_to_the_settings(string? nothing) =>
        new LogoutAuthenticationPropertiesBuilder().WithRedirectUri(nothing).Build().RedirectUri.Should().BeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_parameter_of_a_sign_out_may_be_a_flag(string? nothing)
    {
        new LogoutAuthenticationPropertiesBuilder().WithParameter("flag").Build().Items.Should().Contain("Auth0.Logout:flag", "");
        new LogoutAuthenticationPropertiesBuilder().WithParameter("flag", nothing).Build()
            .Items.Should().Contain("Auth0.Logout:flag", "");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    public void Names_of_the_protocol_are_refused_whatever_the_value(string? value)
    {
        new LoginAuthenticationPropertiesBuilder().Invoking(login => login.WithParameter("state", value))
            .Should().Throw<ArgumentException>().WithMessage("*state*");
        new LogoutAuthenticationPropertiesBuilder().Invoking(logout => logout.WithParameter("returnTo", value))
            .Should().Throw<ArgumentException>().WithMessage("*returnTo*");
    }

    /// <summary>A login page that begins a login is not the page to return to.</summary>
    [Fact]
    public async Task A_login_page_does_not_begin_one_login_after_the_other()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/account/login",
            (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder().WithAudience(AppHost.Inventory).Build())));
        using var browser = app.Browser();
        using var page = await browser.SignInAsync("/account/login");
        (await page.Content.ReadAsStringAsync()).Should().Be("home");
        app.Tenant.Counters.Authorizations.Should().Be(1);
    }

    /// <summary>The official SDK's example passes on what the query holds, and most visitors come without it.</summary>
    [Theory]
    [InlineData("/join", false)]
    [InlineData("/join?invitation=&organization=", false)]
    [InlineData("/join?invitation=inv-1&organization=org_1", true)]
    public async Task An_invitation_page_also_signs_in_who_was_not_invited(string page, bool invited)
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/join",
            (HttpContext http, string? invitation, string? organization) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder()
                    .WithOrganization(organization).WithInvitation(invitation).WithRedirectUri(null).Build())));
        using var client = app.Server.CreateClient();
        using var answer = await client.GetAsync(new Uri("https://localhost" + page));
        answer.StatusCode.Should().Be(System.Net.HttpStatusCode.Redirect);
        var asked = answer.Headers.Location!.Query;
        asked.Contains("invitation=inv-1", StringComparison.Ordinal).Should().Be(invited);
        asked.Contains("organization=org_1", StringComparison.Ordinal).Should().Be(invited);
        asked.Contains("invitation=&", StringComparison.Ordinal).Should().BeFalse();
    }
}
