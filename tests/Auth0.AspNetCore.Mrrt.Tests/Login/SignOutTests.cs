using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>conformance.md, "Login/logout", the logout matrix, and 48: the session here ends in every case.</summary>
public sealed class SignOutTests
{
    private const string Oidc = ScriptedTenant.Issuer + "oidc/logout";
    private const string V2 = ScriptedTenant.Issuer + "v2/logout";

    [Theory]
    [InlineData(LogoutStrategy.Auto, true, Oidc)]
    [InlineData(LogoutStrategy.Auto, false, V2)]
    [InlineData(LogoutStrategy.Oidc, true, Oidc)]
    [InlineData(LogoutStrategy.Oidc, false, Oidc)]
    [InlineData(LogoutStrategy.V2, true, V2)]
    [InlineData(LogoutStrategy.V2, false, V2)]
    public async Task The_strategy_decides_where_the_tenant_s_session_ends(LogoutStrategy strategy, bool announced, string address)
    {
        foreach (var federated in new[] { true, false })
        {
            foreach (var hint in new[] { true, false })
            {
                foreach (var signedIn in new[] { true, false })
                {
                    await using var rig = await StartAsync(
                        options => (options.LogoutStrategy, options.SendIdTokenHint) = (strategy, hint), announced, federated);
                    if (signedIn)
                    {
                        (await rig.SignInAsync()).Dispose();
                    }

                    var (at, query) = await LeaveAsync(rig);
                    at.Should().Be(address);
                    query["client_id"].Should().Equal(ScriptedTenant.ClientId);
                    query.ContainsKey("federated").Should().Be(federated);
                    query.ContainsKey("id_token_hint").Should().Be(signedIn && hint && address == Oidc);
                    query.ContainsKey("logout_hint").Should().Be(signedIn && address == Oidc);
                    query.ContainsKey("state").Should().Be(address == Oidc);
                    query[address == Oidc ? "post_logout_redirect_uri" : "returnTo"].Should().Equal("https://localhost/bye");
                    query.Keys.Should().NotContain(address == Oidc ? "returnTo" : "post_logout_redirect_uri");
                    rig.Browser.Cookies.Should().BeEmpty();
                    (await rig.ClaimsAsync()).Should().BeEmpty();
                }
            }
        }
    }

    [Fact]
    public async Task The_hint_is_the_session_s_name_at_the_tenant()
    {
        await using var rig = await StartAsync(options => options.SendIdTokenHint = false);
        (await rig.SignInAsync()).Dispose();
        (await LeaveAsync(rig)).Query["logout_hint"].Should().Equal("sid-1");
    }

    [Fact]
    public async Task Who_does_not_say_where_to_go_goes_where_the_settings_say()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.SignedOutRedirectUri = "https://www.example.com/bye",
            map: application => application.MapGet(
                "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)));
        (await LeaveAsync(rig)).Query["post_logout_redirect_uri"].Should().Equal("https://www.example.com/bye");
    }

    [Fact]
    public async Task What_the_handler_sets_cannot_be_slipped_in()
    {
        var properties = new AuthenticationProperties();
        foreach (var name in new[] { "client_id", "id_token_hint", "post_logout_redirect_uri", "returnTo" })
        {
            properties.Items["Auth0.Logout:" + name] = "slipped-in";
            new LogoutAuthenticationPropertiesBuilder().Invoking(logout => logout.WithParameter(name, "x"))
                .Should().Throw<ArgumentException>().WithMessage($"*{name}*");
        }

        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme, properties)));
        (await LeaveAsync(rig)).Query.SelectMany(parameter => parameter.Value).Should().NotContain("slipped-in");
    }

    [Fact]
    public async Task The_refresh_token_is_revoked_where_the_tenant_says()
    {
        await using var rig = await StartAsync();
        (await rig.SignInAsync()).Dispose();
        await LeaveAsync(rig);
        var call = rig.Tenant.To("custom/revoke").Should().ContainSingle().Subject;
        call.Form.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["token"] = "refresh-token-1",
            ["client_id"] = ScriptedTenant.ClientId,
            ["client_secret"] = "client-secret-1",
        });
    }

    /// <summary>Not the one that the login brought: the newest.</summary>
    [Fact]
    public async Task It_is_the_newest_of_the_session()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        var late = browser.Fork();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
        using var response = await late.GetAsync("/logout");
        app.Tenant.Counters.Revocations.Should().Be(1);
        app.Tenant.RevokeRefreshTokens(app.Tenant.Users[0].Id).Should().Be(0, "none is left");
    }

    [Fact]
    public async Task Nothing_is_revoked_where_the_application_says_so_or_there_is_nothing()
    {
        await using var rig = await StartAsync(options => options.RevokeRefreshTokenOnSignOut = false);
        (await rig.SignInAsync()).Dispose();
        await LeaveAsync(rig);
        rig.Tenant.To("custom/revoke").Should().BeEmpty();

        await using var without = await StartAsync();
        without.Tenant.Answer = answer => answer.Remove("refresh_token");
        (await without.SignInAsync()).Dispose();
        await LeaveAsync(without);
        without.Tenant.To("custom/revoke").Should().BeEmpty();
    }

    [Fact]
    public async Task A_revocation_that_fails_holds_up_nobody()
    {
        await using var rig = await StartAsync();
        (await rig.SignInAsync()).Dispose();
        rig.Tenant.Reply = _ => throw new HttpRequestException("down");
        (await LeaveAsync(rig)).Address.Should().Be(Oidc);
        rig.Browser.Cookies.Should().BeEmpty();
        rig.Logs.Lines.Should().Contain(line => line.Contains("[104]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_waited_for_five_seconds()
    {
        var asked = new TaskCompletionSource<CancellationToken>();
        await using var rig = await LoginRig.StartAsync(
            options => options.BackchannelHttpHandler = new Silent(options.BackchannelHttpHandler!, asked), map: Logout(false));
        (await rig.SignInAsync()).Dispose();
        var leaving = rig.Browser.GetAsync("/logout");
        var call = await asked.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(4.9));
        call.IsCancellationRequested.Should().BeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        using var response = await leaving;
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_that_the_application_cannot_judge_ends_as_well()
    {
        var fails = false;
        await using var rig = await LoginRig.StartAsync(
            services: services => services.Configure<CookieAuthenticationOptions>(
                "Cookies",
                options => options.Events.OnValidatePrincipal = _ =>
                    fails ? throw new InvalidOperationException("theirs") : Task.CompletedTask));
        (await rig.SignInAsync()).Dispose();
        fails = true;
        var context = new DefaultHttpContext { RequestServices = rig.Services };
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("localhost");
        context.Request.Headers.Cookie = string.Join("; ", rig.Browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        await context.SignOutAsync(Auth0Constants.AuthenticationScheme);
        context.Response.StatusCode.Should().Be(StatusCodes.Status302Found);
        context.Response.Headers.SetCookie.ToString().Should().Contain("__Host-Auth0.Cookies=;");
        rig.Tenant.To("custom/revoke").Should().ContainSingle("nobody asks who is welcome of who leaves");
    }

    /// <summary>The order of many samples: the cookie first.</summary>
    [Fact]
    public async Task Signing_out_of_the_cookie_first_tells_the_tenant_no_less()
    {
        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet("/logout", async (HttpContext http) =>
        {
            await http.SignOutAsync("Cookies");
            (await http.GetAccessTokenAsync(cancellationToken: http.RequestAborted)).Should().BeNull();
            await http.SignOutAsync(Auth0Constants.AuthenticationScheme);
        }));
        (await rig.SignInAsync()).Dispose();
        (await LeaveAsync(rig)).Query.Should().ContainKeys("id_token_hint", "logout_hint");
        rig.Tenant.To("custom/revoke").Should().ContainSingle();
        rig.Browser.Cookies.Should().BeEmpty();
    }

    /// <summary>A copy of a cookie whose session was left before says nothing that has not been said.</summary>
    [Fact]
    public async Task A_session_that_has_ended_is_not_revoked_again()
    {
        await using var rig = await StartAsync();
        (await rig.SignInAsync()).Dispose();
        var cookies = rig.Browser.Cookies.ToArray();
        await LeaveAsync(rig);
        foreach (var (name, value) in cookies)
        {
            rig.Browser.Cookies[name] = value;
        }

        (await LeaveAsync(rig)).Query.Should().NotContainKey("id_token_hint");
        rig.Tenant.To("custom/revoke").Should().ContainSingle();
    }

    [Fact]
    public async Task A_tenant_that_cannot_be_reached_ends_no_session_less()
    {
        var down = false;
        await using var rig = await LoginRig.StartAsync(
            options => options.BackchannelHttpHandler = new Switch(options.BackchannelHttpHandler!, () => down), map: Logout(false));
        down = true;
        (await LeaveAsync(rig)).Address.Should().Be(V2);
        rig.Logs.Lines.Should().Contain(line => line.Contains("[403]", StringComparison.Ordinal));
    }

    private static Task<LoginRig> StartAsync(
        Action<Auth0WebAppOptions>? login = null, bool announced = true, bool federated = false) => LoginRig.StartAsync(
        login,
        map: Logout(federated),
        tenant: tenant =>
        {
            if (!announced)
            {
                tenant.Discovery.Remove("end_session_endpoint");
            }
        });

    private static Action<WebApplication> Logout(bool federated) => application => application.MapGet("/logout", (HttpContext http) =>
    {
        var builder = new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/bye").WithParameter("state", "s");
        return http.SignOutAsync(
            Auth0Constants.AuthenticationScheme, (federated ? builder.WithFederated() : builder).Build());
    });

    private static async Task<(string Address, Dictionary<string, StringValues> Query)> LeaveAsync(LoginRig rig)
    {
        using var response = await rig.Browser.GetAsync("/logout");
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var location = response.Headers.Location!;
        return (location.GetLeftPart(UriPartial.Path), QueryHelpers.ParseQuery(location.Query));
    }

    /// <summary>Does not answer a revocation, ever.</summary>
    private sealed class Silent(HttpMessageHandler tenant, TaskCompletionSource<CancellationToken> asked) : DelegatingHandler(tenant)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/custom/revoke")
            {
                asked.SetResult(cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Switch(HttpMessageHandler tenant, Func<bool> down) : DelegatingHandler(tenant)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            down() ? throw new HttpRequestException("down") : base.SendAsync(request, cancellationToken);
    }
}
