using System.Net;
using Auth0.AspNetCore.Mrrt.Login;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>conformance.md, "Login/logout": what ties a login to its browser, and what a callback may be.</summary>
public sealed class CallbackTests
{
    private const string Correlation = "__Host-Auth0.Login.";

    [Fact]
    public async Task A_login_ends_once_and_leaves_the_session_cookie_alone_behind()
    {
        await using var rig = await LoginRig.StartAsync();
        var asked = await rig.BeginAsync();
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response)).Should().BeNull();
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Browser.Cookies.Should().ContainSingle();

        using var again = await rig.ComeBackAsync(asked["state"]!);
        again.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        rig.Tenant.To("oauth/token").Should().ContainSingle();
    }

    [Fact]
    public async Task The_cookie_that_ties_a_login_to_its_browser_is_short_lived_and_hard_to_plant()
    {
        await using var rig = await LoginRig.StartAsync();
        using var challenge = await rig.Browser.GetAsync("/login");
        challenge.Headers.CacheControl!.NoStore.Should().BeTrue();
        var cookie = RigBrowser.SetCookies(challenge).Should().ContainSingle().Subject;
        cookie.Name.Value.Should().StartWith(Correlation);
        cookie.Secure.Should().BeTrue();
        cookie.HttpOnly.Should().BeTrue();
        cookie.SameSite.Should().Be(SameSiteMode.Lax);
        cookie.Path.Value.Should().Be("/");
        cookie.Domain.HasValue.Should().BeFalse();
        cookie.Expires.Should().Be(rig.Time.GetUtcNow().AddMinutes(15));
    }

    [Theory]
    [InlineData(15 * 60, true)]
    [InlineData((15 * 60) + 1, false)]
    public async Task A_login_has_its_time_whatever_the_browser_does_with_the_cookie(int seconds, bool accepted)
    {
        await using var rig = await LoginRig.StartAsync();
        var asked = await rig.BeginAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response) is null).Should().Be(accepted);
    }

    [Fact]
    public async Task Of_abandoned_logins_only_a_handful_stays_and_the_newest_can_still_end()
    {
        await using var rig = await LoginRig.StartAsync();
        var first = await rig.BeginAsync();
        for (var i = 0; i < CorrelationCookies.MostLeftBehind + 3; i++)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await rig.BeginAsync();
        }

        rig.Browser.Cookies.Should().HaveCount(CorrelationCookies.MostLeftBehind);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var last = await rig.BeginAsync();
        rig.Browser.Cookies.Should().HaveCount(CorrelationCookies.MostLeftBehind);
        using var refused = await rig.ComeBackAsync(first["state"]!);
        (await rig.RefusalAsync(refused)).Should().Contain("another browser");
        using var accepted = await rig.ComeBackAsync(last["state"]!);
        (await rig.RefusalAsync(accepted)).Should().BeNull();
    }

    /// <summary>The application may choose a prefix that other cookies begin with too.</summary>
    [Fact]
    public async Task Cookies_of_somebody_else_are_left_alone()
    {
        await using var rig = await LoginRig.StartAsync(
            handler: options => options.CorrelationCookie.Name = "login",
            map: application => application.MapGet(
                "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)));
        rig.Browser.Cookies["login-page"] = "7";
        rig.Browser.Cookies["login-0123456789012345678901"] = "7";
        rig.Browser.Cookies["login0123456789012345678901"] = "x";
        for (var i = 0; i < CorrelationCookies.MostLeftBehind + 1; i++)
        {
            await rig.BeginAsync();
        }

        (await rig.Browser.GetAsync("/logout")).Dispose();
        rig.Browser.Cookies.Keys.Should().BeEquivalentTo(
            "login-page", "login-0123456789012345678901", "login0123456789012345678901");
    }

    [Fact]
    public async Task Two_tabs_sign_in_at_once()
    {
        await using var rig = await LoginRig.StartAsync();
        var first = await rig.BeginAsync();
        var nonce = rig.Tenant.Nonce;
        var second = await rig.BeginAsync();
        (await rig.RefusalAsync(await rig.ComeBackAsync(second["state"]!))).Should().BeNull();
        rig.Tenant.Nonce = nonce;
        (await rig.RefusalAsync(await rig.ComeBackAsync(first["state"]!))).Should().BeNull();
    }

    [Fact]
    public async Task A_callback_that_is_refused_ends_its_login_and_no_other()
    {
        await using var rig = await LoginRig.StartAsync();
        var kept = await rig.BeginAsync();
        var nonce = rig.Tenant.Nonce;
        var asked = await rig.BeginAsync();
        (await rig.RefusalAsync(await rig.ComeBackAsync("unknown"))).Should().Contain("its state cannot be read");
        rig.Browser.Cookies.Should().HaveCount(2);
        (await rig.RefusalAsync(await rig.ComeBackAsync(asked["state"]!, ("error", "server_error")))).Should().Contain("server_error");
        rig.Browser.Cookies.Should().ContainSingle("the error page drops no cookie's end");
        rig.Tenant.Nonce = nonce;
        (await rig.RefusalAsync(await rig.ComeBackAsync(kept["state"]!))).Should().BeNull();
    }

    [Fact]
    public async Task Signing_out_ends_the_logins_that_were_begun()
    {
        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)));
        (await rig.SignInAsync()).Dispose();
        var asked = await rig.BeginAsync();
        using var response = await rig.Browser.GetAsync("/logout");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Browser.Cookies.Should().BeEmpty();
        (await rig.RefusalAsync(await rig.ComeBackAsync(asked["state"]!))).Should().Contain("another browser");
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "Prefetch")]
    [InlineData("X-Purpose", "preview")]
    [InlineData("X-Moz", "prefetch")]
    public async Task A_prefetch_starts_no_login(string header, string value)
    {
        await using var rig = await LoginRig.StartAsync();
        using var response = await rig.Browser.GetAsync("/login", (header, value));
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.Location.Should().BeNull();
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Browser.Cookies.Should().BeEmpty();
        using var real = await rig.Browser.GetAsync("/login", (header, "navigation"));
        real.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    /// <summary>Each would leave a cookie, and push out that of a login under way in the same browser.</summary>
    [Theory]
    [InlineData("cross-site", "no-cors", "image", false)]
    [InlineData("cross-site", "no-cors", "script", false)]
    [InlineData("cross-site", "cors", "empty", false)]
    [InlineData("cross-site", "navigate", "object", false)]
    [InlineData("cross-site", "navigate", "embed", false)]
    [InlineData("cross-site", "navigate", "document", true)]
    [InlineData("cross-site", "navigate", "iframe", false)]
    [InlineData("cross-site", "navigate", "frame", false)]
    [InlineData("cross-site", null, null, true)]
    [InlineData("same-site", "no-cors", "image", false)]
    [InlineData("same-site", "navigate", "object", false)]
    [InlineData("same-site", "navigate", "iframe", true)]
    [InlineData("same-site", "navigate", "document", true)]
    [InlineData("same-origin", "cors", "empty", false)]
    [InlineData("none", "navigate", "document", true)]
    public async Task What_another_site_s_page_loads_starts_no_login(string site, string? mode, string? destination, bool starts)
    {
        await using var rig = await LoginRig.StartAsync(options => options.ResponseMode = "form_post");
        using var response = await rig.Browser.GetAsync("/login", [
            ("Sec-Fetch-Site", site),
            .. mode is null ? [] : new[] { ("Sec-Fetch-Mode", mode) },
            .. destination is null ? [] : new[] { ("Sec-Fetch-Dest", destination) },
        ]);
        response.StatusCode.Should().Be(starts ? HttpStatusCode.Found : HttpStatusCode.Unauthorized);
        rig.Browser.Cookies.Should().HaveCount(starts ? 1 : 0);
    }

    /// <summary>Such an application is made for it, and says so with its session's cookie.</summary>
    [Fact]
    public async Task An_application_whose_session_lives_in_frames_may_begin_a_login_in_one()
    {
        await using var rig = await LoginRig.StartAsync(services: services => services.Configure<CookieAuthenticationOptions>(
            "Cookies", options => options.Cookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.None));
        using var response = await rig.Browser.GetAsync(
            "/login", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));
        response.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    /// <summary>A page that asks by script again and again, after its session has ended, cannot follow to the tenant.</summary>
    [Fact]
    public async Task A_script_that_asks_again_and_again_pushes_out_no_login_of_another_tab_s()
    {
        await using var rig = await LoginRig.StartAsync(options => options.AnswerScriptsWithUnauthorized = false);
        var asked = await rig.BeginAsync();
        for (var i = 0; i < CorrelationCookies.MostLeftBehind + 3; i++)
        {
            using var polled = await rig.Browser.GetAsync(
                "/login", ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty"));
            polled.StatusCode.Should().Be(HttpStatusCode.Found);
        }

        rig.Browser.Cookies.Should().HaveCount(CorrelationCookies.MostLeftBehind);
        rig.Tenant.Nonce = asked["nonce"];
        (await rig.RefusalAsync(await rig.ComeBackAsync(asked["state"]!))).Should().BeNull();
    }

    /// <summary>RFC 9207: the mix-up attack.</summary>
    [Theory]
    [InlineData(true, ScriptedTenant.Issuer, true)]
    [InlineData(true, "https://evil.example/", false)]
    [InlineData(true, "https://tenant.example.com", false)]
    [InlineData(true, "", false)]
    [InlineData(true, null, false)]
    [InlineData(false, ScriptedTenant.Issuer, true)]
    [InlineData(false, "https://evil.example/", false)]
    [InlineData(false, null, true)]
    public async Task The_answer_names_the_tenant_as_its_issuer(bool announced, string? issuer, bool accepted)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Discovery["authorization_response_iss_parameter_supported"] = announced;
        var asked = await rig.BeginAsync();
        using var response = await rig.ComeBackAsync(
            asked["state"]!, [("code", "code-1"), .. issuer is null ? [] : new[] { ("iss", issuer) }]);
        var refusal = await rig.RefusalAsync(response);
        if (accepted)
        {
            refusal.Should().BeNull();
        }
        else
        {
            refusal.Should().Contain("issuer");
            rig.Tenant.Calls.Should().BeEmpty("the code goes nowhere");
        }
    }

    [Theory]
    [InlineData("code")]
    [InlineData("error")]
    [InlineData("iss")]
    public async Task A_parameter_that_is_there_twice_is_refused(string name)
    {
        await using var rig = await LoginRig.StartAsync();
        var asked = await rig.BeginAsync();
        using var response = await rig.Browser.GetAsync(
            $"/callback?state={Uri.EscapeDataString(asked["state"]!)}&code=c&{name}=a&{name}=b");
        (await rig.RefusalAsync(response)).Should().Contain($"{name} more than once");
    }

    [Fact]
    public async Task An_error_is_an_error_even_with_a_code_and_no_page_repeats_it()
    {
        Exception? failure = null;
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnRemoteFailure = context =>
        {
            failure = context.Failure;
            return Task.CompletedTask;
        });
        var asked = await rig.BeginAsync();
        using var response = await rig.ComeBackAsync(
            asked["state"]!, ("error", "<script>"), ("error_description", "<b>echo</b>"), ("code", "c"));
        (await rig.RefusalAsync(response)).Should().Contain("(not a code)").And.NotContain("script");
        rig.Tenant.Calls.Should().BeEmpty();
        failure!.ToString().Should().NotContain("script").And.NotContain("echo");
        failure.Data["error"].Should().Be("(not a code)");
        failure.Data["error_description"].Should().Be("<b>echo</b>");
        rig.Logs.Lines.Should().NotContain(line => line.Contains("echo", StringComparison.Ordinal)
            && !line.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_said_no_is_led_to_the_application_s_page()
    {
        await using var rig = await LoginRig.StartAsync(options => options.AccessDeniedPath = "/denied");
        var asked = await rig.BeginAsync();
        using var response = await rig.ComeBackAsync(asked["state"]!, ("error", "access_denied"));
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.Should().Be("https://localhost/denied?ReturnUrl=%2F");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task A_callback_that_came_with_POST_is_refused()
    {
        await using var rig = await LoginRig.StartAsync();
        var asked = await rig.BeginAsync();
        using var response = await rig.Browser.PostAsync(
            "/callback", new Dictionary<string, string> { ["state"] = asked["state"]!, ["code"] = "c" });
        (await rig.RefusalAsync(response)).Should().Contain("GET");
    }

    [Fact]
    public async Task Every_sign_in_begins_a_session_of_its_own()
    {
        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/id", async (HttpContext http, CancellationToken _) =>
                (await http.AuthenticateAsync()).Properties!.Items[".Auth0.session"]));
        var names = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            (await rig.SignInAsync()).Dispose();
            using var response = await rig.Browser.GetAsync("/id");
            names.Add(await response.Content.ReadAsStringAsync()).Should().BeTrue();
        }
    }
}
