using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>Sessions whose tokens were issued to another client or by another tenant: two applications share keys and a cookie
/// name, or the settings have changed. Their tokens are not served, and their refresh tokens go to nobody.</summary>
public sealed class ConfusedDeputyAttackTests
{
    private readonly TenantClient _first = Client("first");
    private readonly TenantClient _second = Client("second");
    private readonly List<AuthenticationToken> _kept = [];
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isSecond;

    public static TheoryData<string> Places() => new(SessionPlaces.All);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task A_session_of_another_client_is_none(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync()).Reason.Should().BeNull();
        Switch(app);

        foreach (var audience in (string?[])[null, AppHost.Inventory])
        {
            var answer = await browser.TokenAsync(audience);
            answer.Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
            answer.Description.Should().Contain("another client or tenant");
        }

        app.Tenant.Exchanges.Should().BeEmpty();
        (await browser.SignInAsync()).Dispose();
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().BeNull("the new session is of the new client");
    }

    /// <summary>The pages warn of it: only other keys, or another name of the cookie, refuse the claims.</summary>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task A_user_of_another_client_stays_signed_in_with_the_same_claims(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        var user = (await browser.SessionAsync()).Subject;
        Switch(app);
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        (await browser.SessionAsync()).Subject.Should().NotBeNull().And.Be(user);
        _kept.Should().BeEmpty();
        (await browser.GetAsync("/keep")).EnsureSuccessStatusCode().Dispose();
        _kept.Should().Contain(token => token.Name == "refresh_token", "GetTokenAsync is the framework's");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sign_out_of_another_clients_session_sends_the_tenant_nothing_of_it()
    {
        await using var app = await StartAsync("cookie");
        using var browser = await app.SignedInAsync();
        Switch(app);
        using var response = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/logout"), followRedirects: false);
        response.Headers.Location!.OriginalString.Should().Contain("/oidc/logout").And.NotContain("id_token_hint");
        app.Tenant.Counters.Revocations.Should().Be(0);
    }

    /// <summary>The ID token tells whose the tokens are, whatever the session was before.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("/reissue")]
    [InlineData("/reissue-within")]
    public async Task Tokens_of_another_client_that_the_application_stores_are_not_used(string way)
    {
        await using var app = await StartAsync("cookie");
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/keep")).Dispose();
        Switch(app);
        (await browser.SignInAsync()).Dispose();
        app.Tenant.ResetLog();
        (await browser.GetAsync(way)).EnsureSuccessStatusCode().Dispose();

        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>The request's own ticket notes the right client: the tokens have come since.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_open_request_uses_no_tokens_of_another_client_that_come_into_its_session(bool forced)
    {
        await using var app = await StartAsync("cookie");
        using var other = await app.SignedInAsync();
        (await other.GetAsync("/keep")).Dispose();
        Switch(app);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var open = tab.GetAsync($"/open?force={forced}");
        await _open.Task;
        (await browser.GetAsync("/reissue-within")).EnsureSuccessStatusCode().Dispose();
        _go.SetResult();
        using var response = await open;
        (await response.Content.ReadAsStringAsync()).Should().Be("NotSignedIn NotSignedIn");
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>A cookie of the official SDK, or of a version before: its first write notes the client.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_notes_no_client_tells_by_its_id_token(bool ofAnother)
    {
        await using var app = await StartAsync("cookie");
        using var browser = await app.SignedInAsync();
        app.TicketOf(browser)!.Properties.Items.Should().ContainKey(".Auth0.client");
        (await browser.GetAsync("/unmark")).EnsureSuccessStatusCode().Dispose();
        app.TicketOf(browser)!.Properties.Items.Should().NotContainKey(".Auth0.client");
        if (ofAnother)
        {
            Switch(app);
        }

        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should()
            .Be(ofAnother ? nameof(AccessTokenFailure.NotSignedIn) : null);
        app.Tenant.Exchanges.Should().HaveCount(ofAnother ? 0 : 1);
        app.TicketOf(browser)!.Properties.Items.ContainsKey(".Auth0.client").Should().Be(!ofAnother);
    }

    private static TenantClient Client(string id) => new()
    {
        ClientId = id,
        ClientSecret = $"{id}-client-secret",
        Callbacks = ["https://localhost/callback"],
        LogoutUrls = ["https://localhost/"],
        Policies = [new RefreshTokenPolicy { Audience = AppHost.Inventory }],
    };

    private async Task<AppHost> StartAsync(string kept) => await AppHost.StartAsync(
        tenantOptions: options =>
        {
            options.Clients.Add(_first);
            options.Clients.Add(_second);
        },
        login: options =>
        {
            var client = _isSecond ? _second : _first;
            (options.ClientId, options.ClientSecret) = (client.ClientId, client.ClientSecret);
        },
        build: SessionPlaces.Build(kept),
        map: application =>
        {
            application.MapGet("/keep", async (HttpContext http) =>
                _kept.AddRange((await http.AuthenticateAsync()).Properties!.GetTokens()));
            application.MapGet("/open", async (HttpContext http, CancellationToken _, bool force) =>
            {
                await http.AuthenticateAsync();
                _open.SetResult();
                await _go.Task;
                var request = new AccessTokenRequest { Audience = AppHost.Inventory, ForceRefresh = force };
                var one = await http.GetAccessTokenResultAsync(request, cancellationToken: CancellationToken.None);
                var many = await http.GetAccessTokensAsync([request], cancellationToken: CancellationToken.None);
                return $"{one.Reason} {many[0].Reason}";
            });
            application.MapGet("/unmark", (HttpContext http, IOptionsMonitor<CookieAuthenticationOptions> cookies) =>
            {
                var options = cookies.Get("Cookies");
                var name = options.Cookie.Name!;
                var ticket = options.TicketDataFormat.Unprotect(http.Request.Cookies[name])!;
                ticket.Properties.Items.Remove(".Auth0.client");
                http.Response.Headers.Append("Set-Cookie", $"{name}={options.TicketDataFormat.Protect(ticket)}; path=/; secure");
            });
            application.MapGet("/reissue", async (HttpContext http) =>
            {
                var properties = new AuthenticationProperties();
                properties.StoreTokens(_kept);
                await http.SignInAsync("Cookies", new ClaimsPrincipal(http.User.Identity!), properties);
                return Results.Ok();
            });
            application.MapGet("/reissue-within", async (HttpContext http) =>
            {
                var session = await http.AuthenticateAsync();
                session.Properties!.StoreTokens(_kept);
                await http.SignInAsync("Cookies", session.Principal!, session.Properties);
                return Results.Ok();
            });
        });

    /// <summary>The same application with the settings of the other client.</summary>
    private void Switch(AppHost app)
    {
        _isSecond = true;
        app.Services.GetRequiredService<IOptionsMonitorCache<Auth0WebAppOptions>>().Clear();
        app.Services.GetRequiredService<IOptionsMonitorCache<OpenIdConnectOptions>>().Clear();
    }
}
