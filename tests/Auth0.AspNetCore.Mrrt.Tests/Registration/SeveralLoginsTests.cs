using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Several logins in one application: ours, and one of the framework's beside it.</summary>
public sealed class SeveralLoginsTests
{
    public static TheoryData<string, Action<Auth0WebAppOptions>> SharedPaths => new()
    {
        { "/callback", _ => { } },
        { "/one-out", second => (second.CallbackPath, second.SignedOutCallbackPath) = ("/two", "/one-out") },
        { "/one-out", second => second.CallbackPath = "/one-out" },
        { "/two", second => (second.CallbackPath, second.SignedOutCallbackPath) = ("/two", "/two") },
    };

    [Theory]
    [MemberData(nameof(SharedPaths))]
    public async Task A_path_that_would_lead_to_two_places_is_refused_at_the_start(string path, Action<Auth0WebAppOptions> second) =>
        await new Func<Task>(() => StartAndStopAsync(services =>
            {
                services.AddAuth0WebApp("One", options => Set(options, own => own.SignedOutCallbackPath = "/one-out"));
                services.AddAuth0WebApp("Two", options => Set(options, second));
            }))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage($"*'{path}'*give each its own*");

    [Fact]
    public async Task Logins_with_paths_of_their_own_start() => await StartAndStopAsync(services =>
    {
        services.AddAuth0WebApp("One", options => Set(options, own => own.SignedOutCallbackPath = "/one-out"));
        services.AddAuth0WebApp("Two", options => Set(options, own => own.CallbackPath = "/two"));
    });

    /// <summary>The framework's options of a login need the schemes, so registering the schemes must not need those.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_of_the_framework_s_may_stand_beside_ours(bool before) => await StartAndStopAsync(
        services =>
        {
            Action<IServiceCollection>[] steps =
            [
                all => all.AddAuth0WebApp(options => Set(options, _ => { })),
                all => all.AddAuthentication().AddOpenIdConnect("Other", options =>
                {
                    options.Authority = "https://other.example.com";
                    options.ClientId = "other";
                }),
            ];
            Array.ForEach(before ? steps : [.. steps.Reverse()], step => step(services));
        },
        async application =>
        {
            var schemes = application.Services.GetRequiredService<IAuthenticationSchemeProvider>();
            (await schemes.GetSchemeAsync("Other"))!.HandlerType.Should().Be<OpenIdConnectHandler>();
            (await schemes.GetSchemeAsync(Auth0Constants.AuthenticationScheme))!.HandlerType.Name.Should().Be("Auth0LoginHandler");
        });

    private static void Set(Auth0WebAppOptions options, Action<Auth0WebAppOptions> more)
    {
        options.Domain = "tenant.example.com";
        options.ClientId = "id";
        options.ClientSecret = "secret";
        more(options);
    }

    private static async Task StartAndStopAsync(
        Action<IServiceCollection> configure, Func<WebApplication, Task>? look = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        configure(builder.Services);
        await using var application = builder.Build();
        await application.StartAsync();
        await (look?.Invoke(application) ?? Task.CompletedTask);
    }
}
