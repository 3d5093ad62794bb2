using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>ASP.NET Core Identity: the login signs in to <c>Identity.External</c>, and the application then signs its own user
/// in to <c>Identity.Application</c>. docs/other-login-handlers.md shows the two ways that keep the tokens.</summary>
public sealed class IdentityTests
{
    /// <summary>S15.</summary>
    [Fact]
    public async Task A_session_in_the_external_cookie_is_named_when_another_cookie_authenticated_the_request()
    {
        await using var app = await StartAsync(
            login => login.CookieAuthenticationScheme = IdentityConstants.ExternalScheme, identity => identity.SignInAsync);
        using var browser = await app.SignedInAsync("/login?returnTo=/link");

        var named = await AskAsync(browser, scheme: "Auth0");
        named.Should().NotContain("Nobody").And.StartWith(nameof(AccessTokenFailure.NotSignedIn))
            .And.Contain("'Auth0'").And.Contain("'Identity.External'").And.Contain("'Identity.Application'");
        (await AskAsync(browser, scheme: null)).Should()
            .Contain("'Auth0'").And.Contain("'Identity.External'").And.Contain("'Identity.Application'");
    }

    [Fact]
    public async Task An_anonymous_visitor_is_told_which_cookie_scheme_holds_no_session()
    {
        await using var app = await StartAsync(
            login => login.CookieAuthenticationScheme = IdentityConstants.ExternalScheme, identity => identity.SignInAsync);
        using var browser = app.Browser();
        foreach (var scheme in new[] { "Auth0", null })
        {
            (await AskAsync(browser, scheme)).Should().StartWith(nameof(AccessTokenFailure.NotSignedIn))
                .And.Contain("'Auth0'").And.Contain("'Identity.External'").And.NotContain("authenticated");
        }
    }

    /// <summary>The first way of the docs: no external cookie. The login's user becomes Identity's.</summary>
    [Fact]
    public async Task A_login_that_signs_in_to_Identity_s_own_cookie_keeps_its_tokens()
    {
        await using var app = await StartAsync(
            login =>
            {
                login.CookieAuthenticationScheme = IdentityConstants.ApplicationScheme;
                login.OpenIdConnectEvents.OnTokenValidated = async context =>
                {
                    var identity = context.HttpContext.RequestServices.GetRequiredService<Link>();
                    var key = context.Principal!.FindFirstValue("sub")!;
                    context.Principal = await identity.PrincipalAsync(await identity.UserAsync(context.Scheme.Name, key));
                };
            });
        using var browser = await app.SignedInAsync();
        await KeepsItsTokensAsync(app, browser);
    }

    /// <summary>The second way: the framework's login handler, and the external cookie's properties go on.</summary>
    [Fact]
    public async Task A_sign_in_with_the_properties_of_the_external_cookie_keeps_its_tokens()
    {
        await using var app = await AppHost.StartAsync(
            otherLogin: (services, tenant) =>
            {
                AddIdentity(services);
                // The framework's handler writes the code of a login into the log, at Trace.
                services.AddLogging(logging => logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.Debug));
                services.AddAuthentication().AddOpenIdConnect(Auth0Constants.AuthenticationScheme, options =>
                {
                    FrameworkLoginTests.Tenant(options, tenant, "/callback");
                    options.SignInScheme = IdentityConstants.ExternalScheme;
                });
            },
            client: client => client.CookieAuthenticationScheme = IdentityConstants.ApplicationScheme,
            map: application => Map(application, identity => identity.SignInWithPropertiesAsync));
        using var browser = await app.SignedInAsync("/login/identity");
        browser.Cookies.Should().NotContain(cookie => cookie.Name.Contains("External"));
        await KeepsItsTokensAsync(app, browser);
    }

    private static async Task KeepsItsTokensAsync(AppHost app, TenantBrowser browser)
    {
        app.Tenant.Advance(TimeSpan.FromHours(1)); // longer than an external cookie lives
        (await browser.SessionAsync()).Name.Should().StartWith("local-");
        (await AskAsync(browser, scheme: null)).Should().StartWith("token");
        var first = await browser.TokenAsync(AppHost.Inventory);
        first.Token.Should().NotBeNull();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().Be(first.Token);
        app.Tenant.Counters.ReuseDetections.Should().Be(0);
        (await browser.SessionAsync()).Name.Should().StartWith("local-");
    }

    private static async Task<string> AskAsync(TenantBrowser browser, string? scheme)
    {
        using var response = await browser.GetAsync("/ask" + (scheme is null ? "" : "?scheme=" + scheme));
        return await response.Content.ReadAsStringAsync();
    }

    private static Task<AppHost> StartAsync(
        Action<Auth0WebAppOptions> login, Func<Link, Func<HttpContext, Task>>? signIn = null) => AppHost.StartAsync(
            login: login, services: AddIdentity, map: application => Map(application, signIn));

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<IdentityUser>().AddSignInManager();
        services.AddSingleton<IUserStore<IdentityUser>, MemoryUsers>();
        services.AddScoped<Link>();
    }

    private static void Map(WebApplication application, Func<Link, Func<HttpContext, Task>>? signIn)
    {
        if (signIn is not null)
        {
            application.MapGet("/link", async (HttpContext http, CancellationToken _) =>
            {
                await signIn(http.RequestServices.GetRequiredService<Link>())(http);
                await http.SignOutAsync(IdentityConstants.ExternalScheme);
                return Results.Redirect("/");
            });
        }

        application.MapGet("/login/identity", (SignInManager<IdentityUser> signIns) => Results.Challenge(
            signIns.ConfigureExternalAuthenticationProperties("Auth0", "/link"), ["Auth0"]));
        application.MapGet("/ask", async (HttpContext http, string? scheme) =>
        {
            try
            {
                var result = await http.GetAccessTokenResultAsync(scheme: scheme);
                return result.Succeeded ? "token" : $"{result.Reason}: {result.ErrorDescription}";
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
        });
    }

    /// <summary>What an application does after a login from outside.</summary>
    private sealed class Link(UserManager<IdentityUser> users, SignInManager<IdentityUser> signIns)
    {
        public async Task<IdentityUser> UserAsync(string provider, string key)
        {
            if (await users.FindByLoginAsync(provider, key) is { } known)
            {
                return known;
            }

            var user = new IdentityUser("local-" + Guid.NewGuid().ToString("N"));
            (await users.CreateAsync(user)).Succeeded.Should().BeTrue();
            (await users.AddLoginAsync(user, new UserLoginInfo(provider, key, provider))).Succeeded.Should().BeTrue();
            return user;
        }

        public Task<ClaimsPrincipal> PrincipalAsync(IdentityUser user) => signIns.CreateUserPrincipalAsync(user);

        public async Task SignInAsync(HttpContext http)
        {
            var login = (await http.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal!;
            await signIns.SignInAsync(
                await UserAsync("Auth0", login.FindFirstValue("sub")!), isPersistent: false);
        }

        public async Task SignInWithPropertiesAsync(HttpContext http)
        {
            var login = await signIns.GetExternalLoginInfoAsync();
            var properties = login!.AuthenticationProperties!;
            (properties.IssuedUtc, properties.ExpiresUtc) = (null, null);
            await signIns.SignInAsync(
                await UserAsync(login.LoginProvider, login.ProviderKey), properties, login.LoginProvider);
        }
    }
}
