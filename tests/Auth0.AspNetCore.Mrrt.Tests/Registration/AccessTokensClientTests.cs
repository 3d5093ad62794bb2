using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>The client of <c>AddAuth0AccessTokens</c> is checked like that of a login.</summary>
public sealed class AccessTokensClientTests
{
    public static TheoryData<string, Action<Auth0AccessTokensClientOptions>> Mistakes => new()
    {
        { "Domain", client => client.Domain = "" },
        { "ClientId", client => client.ClientId = "" },
        { "ClientId", client => client.ClientId = "id " },
        { "ClientSecret", client => client.ClientSecret = null },
        { "ClientSecret", client => client.ClientSecret = "secret\n" },
        { "ClientAuthentication", client => client.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt },
        { "CookieAuthenticationScheme", client => client.CookieAuthenticationScheme = "Tenant" },
        { "BackchannelTimeout", client => client.BackchannelTimeout = Timeout.InfiniteTimeSpan },
        { "BackchannelTimeout", client => client.BackchannelTimeout = TimeSpan.FromMinutes(11) },
        { "ClockSkew", client => client.ClockSkew = TimeSpan.FromMinutes(6) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_with_its_setting(string setting, Action<Auth0AccessTokensClientOptions> mistake) =>
        Problems(mistake).Should().ContainSingle().Which.Should().Contain(setting).And.Contain("'Tenant'").And.NotContain("secret\n");

    [Fact]
    public void A_full_set_is_no_mistake() => Problems(_ => { }).Should().BeEmpty();

    [Fact]
    public void The_defaults_are_those_of_a_login()
    {
        var client = new Auth0AccessTokensClientOptions();
        client.Should().BeEquivalentTo(new Auth0WebAppOptions(), options => options
            .Including(login => login.SendTelemetry).Including(login => login.BackchannelTimeout).Including(login => login.ClockSkew)
            .Including(login => login.CookieAuthenticationScheme).Including(login => login.TicketFormat)
            .Including(login => login.ClientAuthentication).Including(login => login.ClientAssertionSecurityKeyAlgorithm));
        client.ClaimActions.Select(action => action.ClaimType)
            .Should().Equal(new Auth0WebAppOptions().ClaimActions.Select(action => action.ClaimType));
    }

    /// <summary>The two kinds of options are never mixed up, whatever their schemes are called.</summary>
    [Fact]
    public void A_login_s_cookie_is_not_that_of_another_handler()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuthentication().AddCookie("Theirs").AddOAuth("Tenant", _ => { });
        services.AddAuth0AccessTokens(
            "Tenant",
            client =>
            {
                Set(client);
                client.CookieAuthenticationScheme = "Theirs";
                client.TicketFormat = TicketFormat.Framework;
            },
            _ => { });
        services.AddAuth0WebApp(login =>
        {
            login.Domain = "tenant.example.com";
            login.ClientId = "id";
            login.ClientSecret = "secret";
            login.AccessDeniedPath = "/denied";
        });

        using var provider = services.BuildServiceProvider();
        var cookies = provider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        cookies.Get("Theirs").Cookie.Name.Should().Be(".AspNetCore.Theirs", "users of the other handler stay signed in");
        cookies.Get("Theirs").AccessDeniedPath.Value.Should().Be("/Account/AccessDenied");
        cookies.Get("Cookies").Cookie.Name.Should().Be("__Host-Auth0.Cookies");
        cookies.Get("Cookies").AccessDeniedPath.Value.Should().Be("/denied");
    }

    private static string[] Problems(Action<Auth0AccessTokensClientOptions> mistake)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuth0AccessTokens(
            "Tenant",
            client =>
            {
                Set(client);
                mistake(client);
            },
            _ => { });
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IOptionsMonitor<Auth0AccessTokensClientOptions>>().Get("Tenant");
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static void Set(Auth0AccessTokensClientOptions client)
    {
        client.Domain = "tenant.example.com";
        client.ClientId = "id";
        client.ClientSecret = "secret";
    }
}
