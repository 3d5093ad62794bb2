using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>What a challenge does with a form, with many logins at once, and with a tenant out of reach.</summary>
public sealed class ChallengeTests
{
    /// <summary>A browser follows a redirect with GET, and a page that takes forms alone answers 405.</summary>
    [Theory]
    [InlineData("https://localhost/orders?page=2", "/orders?page=2")]
    [InlineData("https://evil.example/orders", "/")]
    [InlineData("http://localhost/orders", "/")]
    [InlineData("https://localhost:444/orders", "/")]
    [InlineData(null, "/")]
    public async Task A_form_that_was_posted_returns_to_its_page(string? referer, string returnsTo)
    {
        await using var rig = await LoginRig.StartAsync(map: application => application.MapPost(
            "/orders/new", (HttpContext http) => http.ChallengeAsync(Auth0Constants.AuthenticationScheme)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders/new");
        request.Headers.Referrer = referer is null ? null : new Uri(referer);
        using var challenge = await rig.Browser.SendAsync(request);
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(challenge.Headers.Location!.Query);
        rig.Tenant.Nonce = asked["nonce"];
        using var response = await rig.ComeBackAsync(asked["state"]!);
        response.Headers.Location!.OriginalString.Should().Be(returnsTo);
    }

    [Fact]
    public async Task Of_logins_that_begin_in_one_second_the_last_five_can_end()
    {
        await using var rig = await LoginRig.StartAsync();
        var logins = new List<(string State, string Nonce)>();
        for (var i = 0; i < 8; i++)
        {
            var asked = await rig.BeginAsync();
            logins.Add((asked["state"]!, asked["nonce"]!));
        }

        var refusals = new List<string?>();
        foreach (var (state, nonce) in logins)
        {
            rig.Tenant.Nonce = nonce;
            using var response = await rig.ComeBackAsync(state);
            refusals.Add(response.StatusCode == HttpStatusCode.Found ? null : rig.Logs.Lines.Last(
                line => line.Contains("[404]", StringComparison.Ordinal)));
        }

        refusals[..3].Should().OnlyContain(line => line!.Contains("5 newer logins began", StringComparison.Ordinal));
        refusals[3..].Should().OnlyContain(line => line == null);
    }

    /// <summary>A key set without keys is no answer that would be kept for half a minute: the first login fetches it again.</summary>
    [Fact]
    public async Task An_empty_key_set_is_asked_for_again_by_the_login_that_needs_it()
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Published = path =>
            path == "/jwks" ? ScriptedTenant.Json(new JsonObject { ["keys"] = new JsonArray() }) : null;
        var state = (await rig.BeginAsync())["state"].ToString();
        rig.Tenant.Published = _ => null;
        (await rig.RefusalAsync(await rig.ComeBackAsync(state))).Should().BeNull();
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("503")]
    public async Task A_tenant_out_of_reach_is_a_matter_of_seconds_and_asked_again_at_once(string trouble)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Published = _ => trouble == "503"
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : throw new HttpRequestException("down");
        using var busy = await rig.Browser.GetAsync("/login");
        busy.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        busy.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        rig.Browser.Cookies.Should().BeEmpty();
        rig.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("[417]", StringComparison.Ordinal));
        rig.Tenant.Published = _ => null;
        (await rig.RefusalAsync()).Should().BeNull();
    }

    /// <summary>Each cause has its own text: they need different remedies.</summary>
    [Theory]
    [InlineData("late", "the login began 00:16:00 ago, and 00:15:00 is allowed")]
    [InlineData("keys", "its state cannot be read: it is not ours, or the keys that protect it are gone")]
    [InlineData("browser", "this browser has no cookie of that login")]
    public async Task A_refused_callback_names_its_own_cause(string cause, string says)
    {
        await using var rig = await LoginRig.StartAsync();
        await using var keysAreGone = await LoginRig.StartAsync(services: services =>
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()));
        var state = (await (cause == "keys" ? keysAreGone : rig).BeginAsync())["state"].ToString();
        rig.Advance(cause == "late" ? TimeSpan.FromMinutes(16) : TimeSpan.Zero);
        if (cause == "browser")
        {
            rig.Browser.Cookies.Clear();
        }

        using var response = await rig.ComeBackAsync(state);
        (await rig.RefusalAsync(response)).Should().Contain(says);
    }

    [Theory]
    [InlineData(null, "/Account/AccessDenied?ReturnUrl=%2Fadmin")]
    [InlineData("/denied", "/denied?ReturnUrl=%2Fadmin")]
    public async Task A_user_without_the_role_gets_the_page_that_is_set(string? path, string page)
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.AccessDeniedPath = path,
            services => services.AddAuthorization(),
            application =>
            {
                application.UseAuthorization();
                application.MapGet("/admin", (HttpContext http) => http.Response.WriteAsync("admin"))
                    .RequireAuthorization(policy => policy.RequireRole("admins"));
            });
        (await rig.RefusalAsync()).Should().BeNull();
        using var refused = await rig.Browser.GetAsync("/admin");
        refused.Headers.Location!.PathAndQuery.Should().Be(page);
        rig.Tenant.Claims = claims => claims["roles"] = new JsonArray("admins");
        (await rig.RefusalAsync()).Should().BeNull();
        using var opened = await rig.Browser.GetAsync("/admin");
        opened.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
