using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>Wrong tokens, lost tokens, and what leaves the process.</summary>
public sealed class TokenAttackTests
{
    /// <summary>G4, G5. The wait for the turn eats the time for the exchange; what is cut off has spent its token.</summary>
    [Fact]
    public async Task A_long_wait_for_the_turn_does_not_cut_the_exchange_short()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        var tab = browser.Snapshot();
        var first = tab.TokenAsync(AppHost.Inventory);
        await gate.WaitForArrivalsAsync(1);
        var second = tab.TokenAsync(AppHost.Admin);
        var coordinator = (Mrrt.Coordination.InProcessSessionCoordinator)app.Services
            .GetRequiredService<Mrrt.Coordination.ISessionCoordinator>();
        while (coordinator.QueueLength < 2)
        {
            await Task.Yield();
        }

        app.Tenant.Advance(TimeSpan.FromSeconds(28));
        gate.ReleaseOne();
        (await first).Token.Should().NotBeNull();
        await gate.WaitForArrivalsAsync(2);
        app.Tenant.Advance(TimeSpan.FromSeconds(4)); // four seconds for a call that has thirty of its own
        gate.Release();
        var answer = await second;

        await browser.TokenAsync(AppHost.Orders, force: true);
        app.Tenant.ReuseDetections.Should().Be(0);
        answer.Reason.Should().BeNull(answer.Description);
    }

    /// <summary>G7. Whoever sits at the browser may change the authorization request; so may an Action of the tenant.</summary>
    [Fact]
    public async Task A_login_whose_token_is_for_another_audience_is_not_filed_under_the_one_asked_for()
    {
        await using var app = await AppHost.StartAsync(options => options.Scope = null);
        using var browser = app.Browser();
        await LoginAsync(browser, "/login", authorize => authorize.Replace(
            Uri.EscapeDataString(AppHost.Orders), Uri.EscapeDataString(AppHost.Admin), StringComparison.Ordinal));

        if ((await browser.TokenAsync(AppHost.Orders)).Token is { } served)
        {
            new JsonWebToken(served).Audiences.Should().Contain(AppHost.Orders);
        }
    }

    /// <summary>Auth0: an application that asks for an organization must check that it got it.</summary>
    [Fact]
    public async Task A_login_for_an_organization_refuses_a_token_of_another()
    {
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/org", (HttpContext http) =>
            Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.ChallengeAsync(
                http, Auth0Constants.AuthenticationScheme, new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").WithOrganization("org_victim").Build())));
        using var browser = app.Browser();
        await LoginAsync(browser, "/org", authorize => authorize.Replace("org_victim", "org_attacker", StringComparison.Ordinal));
        (await browser.SessionAsync()).Subject.Should().BeNull();
    }

    /// <summary>OpenID Connect Core 1.0, section 3.1.3.7, item 13: max_age was asked for, so auth_time is checked.</summary>
    [Fact]
    public async Task A_login_with_max_age_refuses_a_token_without_auth_time()
    {
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/fresh", (HttpContext http) =>
            Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.ChallengeAsync(
                http, Auth0Constants.AuthenticationScheme, new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").WithParameter("max_age", "0").Build())));
        using var browser = app.Browser();
        (await browser.SignInAsync()).Dispose();
        (await browser.GetAsync("/logout/local")).Dispose(); // the tenant's own session stays
        app.Tenant.Advance(TimeSpan.FromHours(1));
        await LoginAsync(browser, "/fresh", authorize => authorize.Replace("max_age=0", "x=0", StringComparison.Ordinal));
        (await browser.SessionAsync()).Subject.Should().BeNull("nobody has authenticated for an hour");
    }

    /// <summary>Protocol, step 8: a new ID token must have the same issuer and subject.</summary>
    [Fact]
    public async Task An_answer_with_another_users_id_token_is_not_kept()
    {
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler = new Rewriter(
            options.BackchannelHttpHandler!, (request, json) =>
            {
                if (request.Contains("grant_type=refresh_token", StringComparison.Ordinal))
                {
                    json["id_token"] = Jwt("""{"iss":"https://tenant.auth0.test/","sub":"auth0|mallory","aud":"quickstart-client"}""");
                }
            }));
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        new JsonWebToken((await browser.SessionAsync()).IdToken).Subject.Should().Be(app.Tenant.Users[0].Id);
    }

    /// <summary>Whatever an access token looks like, its answer must be kept (G5): the refresh token was rotated.</summary>
    [Theory]
    [InlineData("""{"aud":5}""")]
    [InlineData("""{"aud":{"a":1}}""")]
    [InlineData("""{"aud":[1,null,{"x":[]}]}""")]
    [InlineData("""{"aud":null}""")]
    [InlineData("""{"exp":"soon","aud":"x"}""")]
    [InlineData("""{"exp":{"a":1}}""")]
    [InlineData("""{"exp":1e300}""")]
    [InlineData("""{"exp":-99999999999999}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    public async Task An_odd_access_token_does_not_throw_and_costs_nothing(string payload)
    {
        var odd = true;
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler = new Rewriter(
            options.BackchannelHttpHandler!, (request, json) =>
            {
                if (odd && request.Contains("grant_type=refresh_token", StringComparison.Ordinal))
                {
                    json["access_token"] = Jwt(payload);
                    json.Remove("expires_in");
                }
            }));
        using var browser = await app.SignedInAsync();
        using (var response = await browser.GetAsync("/token?audience=" + Uri.EscapeDataString(AppHost.Inventory)))
        {
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        odd = false;
        (await browser.TokenAsync(AppHost.Admin)).Reason.Should().BeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>G5: an answer that has lost its access token on the way, but not its refresh token.</summary>
    [Fact]
    public async Task An_answer_without_its_access_token_does_not_end_the_session()
    {
        var cut = true;
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler = new Rewriter(
            options.BackchannelHttpHandler!, (request, json) =>
            {
                if (cut && request.Contains("grant_type=refresh_token", StringComparison.Ordinal))
                {
                    json.Remove("access_token");
                }
            }));
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Error.Should().Be("invalid_token_response");

        cut = false;
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>T1. A proxy damages the answer that has rotated the refresh token.</summary>
    [Theory]
    [InlineData("mark")]
    [InlineData("twice")]
    [InlineData("cut")]
    [InlineData("behind")]
    public async Task An_answer_that_a_proxy_damages_does_not_end_the_session(string damage)
    {
        var damaged = true;
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler = new BodyRewriter(
            options.BackchannelHttpHandler!, (request, body) => !damaged || !request.Contains("grant_type=refresh_token", StringComparison.Ordinal)
                ? body
                : damage switch
                {
                    "mark" => "\uFEFF" + body,
                    "twice" => "{\"token_type\":\"x\"," + body[1..],
                    "cut" => body[..^1],
                    _ => body + "<!-- seen -->",
                }));
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Error.Should().Be("invalid_token_response");

        damaged = false;
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>A token that lives no longer than the leeway is never served from the session.</summary>
    [Fact]
    public async Task Short_lived_tokens_do_not_cost_an_exchange_for_each_call()
    {
        await using var app = await AppHost.StartAsync(tenantOptions: options => options.Apis.Add(new TenantApi
        {
            Identifier = AppHost.Orders,
            Scopes = ["read:orders"],
            AccessTokenLifetime = TimeSpan.FromSeconds(60),
        }));
        using var browser = await app.SignedInAsync();
        for (var i = 0; i < 5; i++)
        {
            await browser.TokenAsync();
        }

        app.Tenant.Exchanges.Count.Should().BeLessThanOrEqualTo(1);
    }

    /// <summary>peer-traps 2.5: the Aspire template adds a retrying handler to every client of the application.</summary>
    [Fact]
    public async Task Retries_that_the_application_has_for_all_clients_do_not_repeat_a_refresh()
    {
        AppHost? app = null;
        app = await AppHost.StartAsync(
            login: options => options.BackchannelHttpHandler = null,
            services: services => services
                .ConfigureHttpClientDefaults(clients => clients.AddHttpMessageHandler(() => new Retrier()))
                .AddHttpClient(Auth0Constants.HttpClientName)
                .ConfigurePrimaryHttpMessageHandler(() => new Deferred(() => app!.Tenant.CreateHandler())));
        await using var _ = app;
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.Answer(503).AfterRotation());
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Exchanges.Should().HaveCount(1, "each call is made once");
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>G9. Resilience handlers have exceptions of their own (BrokenCircuitException, TimeoutRejectedException).</summary>
    [Fact]
    public async Task An_exception_of_the_applications_own_handler_is_a_transient_failure()
    {
        var broken = false;
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler =
            new Thrower(options.BackchannelHttpHandler!, () => broken));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(30));
        broken = true;
        using var response = await browser.GetAsync("/token");
        response.StatusCode.Should().Be(HttpStatusCode.OK, "the stored token is good for another half minute");
    }

    /// <summary>307 repeats the POST: the client's secret and the user's refresh token go wherever it points.</summary>
    [Fact]
    public async Task A_redirect_of_the_token_endpoint_is_not_followed_with_the_secrets()
    {
        var seen = new List<string>();
        await using var thief = await ServeAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            seen.Add(await reader.ReadToEndAsync());
        });
        await using var tenant = await ServeAsync(http =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = thief.Urls.Single() + "/";
            return Task.CompletedTask;
        });
        await using var services = Services(tenant.Urls.Single());
        await new ClientOfScheme(services).RefreshAsync("Auth0", "refresh-token-of-alice", null, null, default);
        seen.Should().BeEmpty();
    }

    /// <summary>G6. One cookie container for all users' calls.</summary>
    [Fact]
    public async Task Cookies_of_the_tenants_answer_to_one_user_do_not_travel_with_the_next_users_call()
    {
        var seen = new List<string>();
        await using var tenant = await ServeAsync(http =>
        {
            seen.Add(http.Request.Headers.Cookie.ToString());
            http.Response.Headers.SetCookie = "did=device-of-alice; path=/";
            return http.Response.WriteAsync("{}");
        });
        await using var services = Services(tenant.Urls.Single());
        var client = new ClientOfScheme(services);
        await client.RefreshAsync("Auth0", "refresh-token-of-alice", null, null, default);
        await client.RefreshAsync("Auth0", "refresh-token-of-bob", null, null, default);
        seen.Should().Equal("", "");
    }

    [Fact]
    public async Task A_token_endpoint_in_clear_text_gets_no_secrets()
    {
        var asked = new List<string>();
        using var handler = new Stub(request =>
        {
            asked.Add(request.RequestUri!.AbsoluteUri);
            return """{"issuer":"https://t.example/","authorization_endpoint":"https://t.example/authorize","token_endpoint":"http://t.example/oauth/token","jwks_uri":"https://t.example/k","keys":[]}""";
        });
        await using var services = Services("https://t.example", handler);
        await new ClientOfScheme(services).RefreshAsync("Auth0", "refresh-token", null, null, default);
        asked.Should().NotContain(address => address.StartsWith("http:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"issuer":"https://t.example/"}""")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("""{"issuer":"https://t.example/","authorization_endpoint":"https://t.example/authorize","token_endpoint":"ftp://t.example/x","jwks_uri":"https://t.example/k","keys":[]}""")]
    public async Task A_broken_discovery_document_is_a_transient_failure(string document)
    {
        using var handler = new Stub(_ => document);
        await using var services = Services("https://t.example", handler);
        var result = await new ClientOfScheme(services).RefreshAsync("Auth0", "refresh-token", null, null, default);
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
    }

    /// <summary>"One that the application registers itself, with AddCookie, keeps its settings."</summary>
    [Fact]
    public void Cookie_settings_of_the_application_are_kept_whatever_the_order()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuthentication().AddCookie("Cookies", options => options.Cookie.Path = "/app");
        services.AddAuth0WebApp(options => (options.Domain, options.ClientId, options.ClientSecret) = ("t.example", "id", "secret"));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies")
            .Cookie.Path.Should().Be("/app");
    }

    [Fact]
    public async Task A_caller_without_execution_context_gets_its_result()
    {
        var flights = new Mrrt.Coordination.SingleFlight<string, int>(new Mrrt.Coordination.InFlightWork(), mostCallers: 10);
        Task<Mrrt.Coordination.FlightResult<int>> flight;
        using (ExecutionContext.SuppressFlow())
        {
            flight = flights.TryJoinAsync("a", _ => Task.FromResult(1), default)!;
        }

        (await flight).Result.Should().Be(1);
    }

    /// <summary>The tenant is up, its discovery document hangs, and the one at hand is thirteen hours old.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_hanging_discovery_document_does_not_stop_exchanges_while_there_is_an_older_one()
    {
        var hang = false;
        await using var app = await AppHost.StartAsync(login: options => options.BackchannelHttpHandler =
            new Hanger(options.BackchannelHttpHandler!, () => hang));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(13));
        hang = true;
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().BeNull();
    }

    /// <summary>G8. The exception page clears the headers, and with them the deletion of the cookie.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task A_sign_out_deletes_the_cookie_whatever_the_discovery_document_looks_like(string document)
    {
        using var handler = new Stub(_ => document);
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var login = app.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Auth0Constants.AuthenticationScheme);
        var broken = new TenantChannel(new HttpClient(handler), TimeSpan.FromSeconds(30), SendTelemetry: true);
        login.ConfigurationManager = new TenantConfiguration(
            new TenantDocumentRetriever(app.Services.GetRequiredService<BackchannelClient>(), broken, new Uri("https://tenant.auth0.test/")),
            new Uri("https://tenant.auth0.test/"),
            TimeProvider.System); // as after a restart: nothing has been fetched yet
        using var request = new HttpRequestMessage(HttpMethod.Get, "/logout");
        using var response = await browser.SendAsync(request, followRedirects: false);
        browser.Cookies.Should().NotContain(cookie => cookie.Name == "__Host-Auth0.Cookies");
        response.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    [Fact]
    public void A_leeway_without_bounds_is_refused() =>
        new Auth0WebAppWithAccessTokenOptions()
            .Invoking(options => options.AccessTokenExpirationLeeway = TimeSpan.MaxValue)
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Two_schemes_with_one_callback_path_are_reported()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuth0WebApp("A", options => (options.Domain, options.ClientId, options.ClientSecret) = ("a.example", "id", "secret"));
        services.AddAuth0WebApp("B", options => (options.Domain, options.ClientId, options.ClientSecret) = ("b.example", "id", "secret"));
        using var provider = services.BuildServiceProvider();
        provider.Invoking(services => services.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("*'/callback'*CallbackPath*'B', 'A'*");
    }

    private static async Task LoginAsync(TenantBrowser browser, string path, Func<string, string> tamper)
    {
        using var start = new HttpRequestMessage(HttpMethod.Get, path);
        using var challenge = await browser.SendAsync(start, followRedirects: false);
        var address = challenge.Headers.Location!.AbsoluteUri;
        tamper(address).Should().NotBe(address);
        (await browser.GetAsync(tamper(address))).Dispose();
    }

    private static string Jwt(string payload) =>
        $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(payload)}.{Part("signature")}";

    private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static ServiceProvider Services(string domain, HttpMessageHandler? handler = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuth0WebApp(options =>
        {
            (options.Domain, options.ClientId, options.ClientSecret) = (domain, "id", "secret");
            options.BackchannelHttpHandler = handler;
        });
        return services.BuildServiceProvider();
    }

    private static async Task<WebApplication> ServeAsync(Func<HttpContext, Task> token)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(http => http.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => http.Response.WriteAsync(
                $$"""{"issuer":"{{web.Urls.Single()}}/","authorization_endpoint":"{{web.Urls.Single()}}/authorize","token_endpoint":"{{web.Urls.Single()}}/oauth/token","jwks_uri":"{{web.Urls.Single()}}/jwks"}"""),
            "/jwks" => http.Response.WriteAsync("""{"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]}"""),
            _ => token(http),
        });
        await web.StartAsync();
        return web;
    }

    private sealed class Stub(Func<HttpRequestMessage, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer(request)) });
    }

    private sealed class Retrier : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return (int)response.StatusCode >= 500 ? await base.SendAsync(request, cancellationToken) : response;
        }
    }

    /// <summary>The start makes the named client's handler. The tenant is known after the start.</summary>
    private sealed class Deferred(Func<HttpMessageHandler> handler) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var invoker = new HttpMessageInvoker(handler());
            return await invoker.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Thrower(HttpMessageHandler inner, Func<bool> broken) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            broken() ? throw new BrokenCircuit() : base.SendAsync(request, cancellationToken);
    }

    private sealed class Hanger(HttpMessageHandler inner, Func<bool> hang) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (hang() && request.Method == HttpMethod.Get)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class BrokenCircuit : Exception;

    private sealed class BodyRewriter(HttpMessageHandler inner, Func<string, string, string> rewrite) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            response.Content = new StringContent(rewrite(sent, await response.Content.ReadAsStringAsync(cancellationToken)));
            return response;
        }
    }

    private sealed class Rewriter(HttpMessageHandler inner, Action<string, JsonObject> rewrite) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            if (body.Length == 0 || !response.IsSuccessStatusCode)
            {
                return response;
            }

            var json = (await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
            rewrite(body, json);
            response.Content = new StringContent(json.ToJsonString());
            return response;
        }
    }
}
