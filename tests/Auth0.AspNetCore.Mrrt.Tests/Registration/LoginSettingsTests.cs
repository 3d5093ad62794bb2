using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Settings under which no login can end are refused when the application starts.</summary>
public sealed class LoginSettingsTests
{
    /// <summary>A browser keeps such a cookie to itself on the way back from the tenant, and the login repeats.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_cookie_that_does_not_come_back_stops_the_start(bool own) =>
        Problems(services: services =>
        {
            if (own)
            {
                services.AddAuthentication().AddCookie();
            }

            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Cookie.SameSite = SameSiteMode.Strict);
        }).Should().ContainSingle().Which.Should().Contain("'Cookies'").And.Contain("SameSite=Strict").And.Contain("use Lax");

    [Theory]
    [InlineData("app\n", "secret", "ClientId begins or ends with white space")]
    [InlineData(" app", "secret", "ClientId begins or ends with white space")]
    [InlineData("app", "secret\n", "ClientSecret begins or ends with white space")]
    [InlineData("app", "\tsecret", "ClientSecret begins or ends with white space")]
    public void White_space_around_credentials_stops_the_start(string id, string secret, string says) =>
        Problems(options => (options.ClientId, options.ClientSecret) = (id, secret))
            .Should().ContainSingle().Which.Should().Contain(says).And.NotContain("secret\n", "a secret is never shown");

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" ")]
    [InlineData("foo")]
    public void An_address_after_the_sign_out_that_leads_nowhere_stops_the_start(string address) =>
        Problems(options => options.SignedOutRedirectUri = address)
            .Should().ContainSingle().Which.Should().Contain("SignedOutRedirectUri must be a path");

    [Theory]
    [InlineData(-1)]
    [InlineData(301)]
    public void A_clock_skew_out_of_range_stops_the_start(int seconds) =>
        Problems(options => options.ClockSkew = TimeSpan.FromSeconds(seconds))
            .Should().ContainSingle().Which.Should().Contain("ClockSkew");

    private static string[] Problems(Action<Auth0WebAppOptions>? login = null, Action<IServiceCollection>? services = null)
    {
        var all = new ServiceCollection();
        all.AddLogging();
        all.AddAuth0WebApp(options =>
        {
            (options.Domain, options.ClientId, options.ClientSecret) = ("tenant.example.com", "app", "secret");
            login?.Invoke(options);
        });
        services?.Invoke(all);
        using var provider = all.BuildServiceProvider();
        try
        {
            // What ValidateOnStart runs when the host starts.
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }
}
