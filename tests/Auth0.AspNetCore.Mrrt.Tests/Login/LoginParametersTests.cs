using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>conformance.md, official SDK 44 and 46: what a login asks for, and who has the last word.</summary>
public sealed class LoginParametersTests
{
    public static TheoryData<string, string, Action<LoginAuthenticationPropertiesBuilder>> Methods => new()
    {
        { "audience", "https://a", login => login.WithAudience("https://a") },
        { "organization", "org_1", login => login.WithOrganization("org_1") },
        { "invitation", "inv", login => login.WithInvitation("inv") },
        { "connection", "google-oauth2", login => login.WithConnection("google-oauth2") },
        { "login_hint", "a@b.example", login => login.WithLoginHint("a@b.example") },
        { "screen_hint", "signup", login => login.WithScreenHint("signup") },
        { "prompt", "login consent", login => login.WithPrompt("login consent") },
        { "max_age", "90", login => login.WithMaxAge(TimeSpan.FromSeconds(90.7)) },
        { "max_age", "0", login => login.WithMaxAge(TimeSpan.Zero) },
        { "acr_values", "urn:mfa", login => login.WithAcrValues("urn:mfa") },
        { "ui_locales", "de en", login => login.WithUiLocales("de en") },
        { "ext-tier", "gold", login => login.WithExtension("tier", "gold") },
        { "ext-tier", "gold", login => login.WithExtension("ext-tier", "gold") },
        { "session_transfer_token", "t", login => login.WithParameter("session_transfer_token", "t") },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task What_the_builder_sets_is_asked_for_and_wins_over_what_is_configured(
        string name, string value, Action<LoginAuthenticationPropertiesBuilder> ask)
    {
        var query = await AskedForAsync(ask, options => options.LoginParameters[name] = name == "max_age" ? "1" : "configured");
        query[name].Should().Equal(value);
    }

    [Fact]
    public async Task What_is_configured_is_asked_for_by_every_login()
    {
        var query = await AskedForAsync(_ => { }, options =>
        {
            options.LoginParameters["organization"] = "org_static";
            options.LoginParameters["ext-a"] = "b";
        });
        query["organization"].Should().Equal("org_static");
        query["ext-a"].Should().Equal("b");
    }

    /// <summary>Items can be set without the builder, which refuses these names.</summary>
    [Fact]
    public async Task The_protocol_s_own_parameters_cannot_be_slipped_in()
    {
        string[] reserved =
        [
            "client_id", "client_secret", "client_assertion", "client_assertion_type", "response_type", "response_mode",
            "redirect_uri", "state", "nonce", "code_challenge", "code_challenge_method", "request", "request_uri",
        ];
        var properties = new AuthenticationProperties();
        foreach (var name in reserved)
        {
            properties.Items["Auth0:" + name] = "slipped-in";
            new LoginAuthenticationPropertiesBuilder().Invoking(login => login.WithParameter(name, "x"))
                .Should().Throw<ArgumentException>().WithMessage($"*{name}*");
        }

        var query = await AskedForAsync(properties);
        query.SelectMany(parameter => parameter.Value).Should().NotContain("slipped-in");
    }

    [Fact]
    public void A_login_that_asks_for_nothing_is_a_mistake()
    {
        var builder = new LoginAuthenticationPropertiesBuilder();
        builder.Invoking(login => login.WithMaxAge(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
        builder.Invoking(login => login.WithExtension("", "x")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task What_a_login_asked_for_does_not_stay_in_the_session()
    {
        await using var app = await AppHost.StartAsync(map: application =>
        {
            application.MapItems();
            Login(application, new LoginAuthenticationPropertiesBuilder()
                .WithRedirectUri("/").WithUiLocales("de").WithExtension("tier", "gold").WithOrganization("org_1")
                .WithMaxAge(TimeSpan.FromHours(1)).Build());
        });
        using var browser = app.Browser();
        (await browser.SignInAsync("/ask")).Dispose();
        using var response = await browser.GetAsync("/items");
        var items = await response.Content.ReadFromJsonAsync<string[]>();
        items.Should().OnlyContain(name => name.StartsWith(".Token", StringComparison.Ordinal)
            || name == ".AuthScheme" || name == ".issued" || name == ".expires" || name == ".Auth0.session"
            || name == ".Auth0.generation" || name == ".Auth0.audience" || name == ".Auth0.obtained_at"
            || name == ".Auth0.requested_scope" || name == ".Auth0.made_by"
            || name == ".Auth0.made_of"
            || name == ".Auth0.client");
    }

    private static Task<Dictionary<string, StringValues>> AskedForAsync(
        Action<LoginAuthenticationPropertiesBuilder> ask, Action<Auth0WebAppOptions>? configure = null)
    {
        var builder = new LoginAuthenticationPropertiesBuilder();
        ask(builder);
        return AskedForAsync(builder.Build(), configure);
    }

    private static async Task<Dictionary<string, StringValues>> AskedForAsync(
        AuthenticationProperties properties, Action<Auth0WebAppOptions>? configure = null)
    {
        await using var app = await AppHost.StartAsync(login: configure, map: application => Login(application, properties));
        using var browser = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ask");
        using var response = await browser.SendAsync(request, followRedirects: false);
        return QueryHelpers.ParseQuery(response.Headers.Location!.Query);
    }

    private static void Login(WebApplication application, AuthenticationProperties properties) => application.MapGet(
        "/ask", (HttpContext http) => http.ChallengeAsync(Auth0Constants.AuthenticationScheme, properties));
}
