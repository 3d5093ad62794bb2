using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Callbacks that a browser sends twice (L6): both reach the page, and nothing is presented twice.</summary>
public sealed class JoinedSessionTests
{
    /// <summary>A store must not give the second session of one login a name of its own: both hold one refresh token.</summary>
    [Theory]
    [InlineData("cookie", false)]
    [InlineData("store", false)]
    [InlineData("store of the application", false)]
    [InlineData("cookie", true)]
    [InlineData("store", true)]
    [InlineData("store of the application", true)]
    public async Task Two_joined_callbacks_are_one_session(string kept, bool replacesSession)
    {
        var codes = replacesSession ? -1 : 0;
        var (sent, arrived, answer) = (Source(), Source(), Source());
        var joins = new TaskCompletionSource();
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnAuthorizationCodeReceived = _ =>
            {
                if (Interlocked.Increment(ref codes) <= 1)
                {
                    return Task.CompletedTask;
                }

                arrived.SetResult();
                return joins.Task;
            },
            services: services => Keep(services, kept),
            map: Map);
        if (replacesSession)
        {
            (await rig.SignInAsync()).Dispose();
            rig.Tenant.Forget();
        }

        var state = (await rig.BeginAsync())["state"].ToString();
        using var other = WithCookiesOf(rig);
        rig.Tenant.Before = (path, _) =>
        {
            if (path != "/oauth/token")
            {
                return Task.CompletedTask;
            }

            sent.TrySetResult();
            return answer.Task;
        };
        var rotations = 0;
        rig.Tenant.Answer = json => json["refresh_token"] = $"refresh-token-1-{Interlocked.Increment(ref rotations)}";
        var first = rig.ComeBackAsync(state);
        await sent.Task;
        var second = other.GetAsync(Callback(state));
        await arrived.Task;
        joins.SetResult(); // the second request runs on here, until it waits for the first one's answer
        answer.SetResult();
        (await first).StatusCode.Should().Be(HttpStatusCode.Found);
        (await second).StatusCode.Should().Be(HttpStatusCode.Found);
        rig.Tenant.To("oauth/token").Should().ContainSingle();

        (await rig.Browser.GetAsync("/token")).Dispose();
        (await other.GetAsync("/token")).Dispose();
        rig.Tenant.To("oauth/token").Skip(1).Select(call => call.Form["refresh_token"]).Should().Equal(
            ["refresh-token-1-1", "refresh-token-1-2"], "a refresh token is presented once, under whatever name");
        (await other.GetAsync("/logout")).Dispose();
        (await rig.ClaimsAsync()).Should().BeEmpty("a sign-out ends the session of the login");
    }

    /// <summary>With one key in the store the ordinary cookie would open the other ticket.</summary>
    [Theory]
    [InlineData("as it is")]
    [InlineData("copied")]
    [InlineData("without its parameters")]
    public async Task A_second_scheme_that_an_event_signs_in_gets_a_session_of_its_own(string properties)
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnTicketReceived = context => context.HttpContext.SignInAsync(
                "Elevated",
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("level", "elevated")], "step-up")),
                properties switch
                {
                    "copied" => context.Properties!.Clone(),
                    "without its parameters" => new AuthenticationProperties(context.Properties!.Items),
                    _ => context.Properties,
                }),
            services: services =>
            {
                Keep(services, "store");
                services.AddAuthentication().AddCookie("Elevated");
                services.AddOptions<CookieAuthenticationOptions>("Elevated")
                    .Configure<IServiceProvider>((options, provider) => options.SessionStore = provider
                        .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies").SessionStore);
            },
            map: Map);
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().Contain("name=Alice").And.NotContain("level=elevated");
    }

    /// <summary>The page is reloaded after the code was redeemed, while an event of the application still works.</summary>
    [Fact]
    public async Task A_callback_that_comes_again_before_the_first_is_answered_joins_it()
    {
        var (validated, redeemed) = (0, 0);
        var (arrived, finish) = (Source(), Source());
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnTokenValidated = async _ =>
        {
            if (Interlocked.Increment(ref validated) == 1)
            {
                arrived.SetResult();
                await finish.Task;
            }
        });
        rig.Tenant.Reply = _ => Interlocked.Increment(ref redeemed) == 1
            ? null
            : ScriptedTenant.Json(new JsonObject { ["error"] = "invalid_grant" }, HttpStatusCode.Forbidden);
        var state = (await rig.BeginAsync())["state"].ToString();
        using var again = WithCookiesOf(rig);
        var first = rig.ComeBackAsync(state);
        await arrived.Task;
        using var second = await again.GetAsync(Callback(state));
        finish.SetResult();
        (await first).StatusCode.Should().Be(HttpStatusCode.Found);
        second.StatusCode.Should().Be(HttpStatusCode.Found, "both requests reach the page");
        rig.Tenant.To("oauth/token").Should().ContainSingle("a code is presented once (RFC 6749, section 4.1.2)");
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Callback(string state) => QueryHelpers.AddQueryString(
        "/callback", new Dictionary<string, string?> { ["code"] = "code-1", ["state"] = state });

    private static void Keep(IServiceCollection services, string kept)
    {
        var login = new Auth0WebAppWithAccessTokenAuthenticationBuilder(
            new AuthenticationBuilder(services), Auth0Constants.AuthenticationScheme);
        _ = kept switch
        {
            "store" => login.WithSessionStore(),
            "store of the application" => login.WithSessionStore(new RecordedTickets()),
            _ => login,
        };
    }

    private static void Map(WebApplication application)
    {
        application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme));
        application.MapGet("/token", async (HttpContext http, CancellationToken aborted) =>
            (await http.GetAccessTokenResultAsync(
                new AccessTokenRequest { ForceRefresh = true }, cancellationToken: aborted)).Reason?.ToString());
    }

    private static RigBrowser WithCookiesOf(LoginRig rig)
    {
        var other = rig.NewBrowser();
        foreach (var (name, value) in rig.Browser.Cookies)
        {
            other.Cookies[name] = value;
        }

        return other;
    }
}
