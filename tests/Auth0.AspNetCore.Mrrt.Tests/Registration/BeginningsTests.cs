using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Every way to begin registers the same login.</summary>
public sealed class BeginningsTests
{
    private static readonly IConfigurationSection Section = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth0:Domain"] = "tenant.example.com",
            ["Auth0:ClientId"] = "id",
            ["Auth0:ClientSecret"] = "secret",
        })
        .Build()
        .GetSection("Auth0");

    public static TheoryData<string, Func<IServiceCollection, Auth0WebAppAuthenticationBuilder>> Ways => new()
    {
        { "Auth0", services => services.AddAuth0WebApp(Set) },
        { "Mine", services => services.AddAuth0WebApp("Mine", Set) },
        { "Auth0", services => services.AddAuth0WebApp(Section) },
        { "Mine", services => services.AddAuth0WebApp("Mine", Section) },
        { "Auth0", services => services.AddAuthentication().AddAuth0WebApp(Set) },
        { "Mine", services => services.AddAuthentication().AddAuth0WebApp("Mine", Set) },
        { "Auth0", services => services.AddAuthentication().AddAuth0WebApp(Section) },
        { "Mine", services => services.AddAuthentication().AddAuth0WebApp("Mine", Section) },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_login_is_registered_and_further_schemes_can_follow(
        string scheme, Func<IServiceCollection, Auth0WebAppAuthenticationBuilder> begin)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var builder = begin(services);
        builder.WithAccessToken(options => options.Audience = "https://api").AuthenticationBuilder.AddCookie("More");

        builder.AuthenticationScheme.Should().Be(scheme);
        builder.Services.Should().BeSameAs(services);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(scheme).ClientId.Should().Be("id");
        var schemes = provider.GetRequiredService<IAuthenticationSchemeProvider>();
        (await schemes.GetSchemeAsync(scheme)).Should().NotBeNull();
        (await schemes.GetSchemeAsync("More"))!.HandlerType.Should().Be<CookieAuthenticationHandler>();
    }

    [Fact]
    public async Task Default_schemes_that_the_application_chose_stay()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var authentication = services.AddAuthentication("More");
        var builder = authentication.AddAuth0WebApp(Set);
        builder.AuthenticationBuilder.Should().BeSameAs(authentication);
        builder.AuthenticationBuilder.AddCookie("More");

        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultScheme.Should().Be("More");
    }

    [Fact]
    public void Nothing_may_be_missing()
    {
        var services = new ServiceCollection();
        Action[] incomplete =
        [
            () => services.AddAuth0WebApp((Action<Auth0WebAppOptions>)null!),
            () => services.AddAuth0WebApp((IConfigurationSection)null!),
            () => services.AddAuth0WebApp("Mine", (IConfigurationSection)null!),
            () => services.AddAuth0WebApp("", Section),
            () => ((AuthenticationBuilder)null!).AddAuth0WebApp(Set),
            () => ((AuthenticationBuilder)null!).AddAuth0WebApp(Section),
        ];
        incomplete.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
        services.Should().BeEmpty();
        services.AddAuth0WebApp(Set).Invoking(auth0 => auth0.WithAccessToken((IConfigurationSection)null!))
            .Should().Throw<ArgumentNullException>();
    }

    private static void Set(Auth0WebAppOptions options)
    {
        options.Domain = "tenant.example.com";
        options.ClientId = "id";
        options.ClientSecret = "secret";
    }
}
