using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Endpoints;
using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>The endpoint that gives an access token to scripts: who gets one, and what the others are told.</summary>
public sealed class AccessTokenEndpointTests
{
    private const string Orders = "https://orders.example.com";
    private const string Reports = "https://reports.example.com";

    private static readonly (string Name, string Value)[] OwnScript =
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")];

    public static TheoryData<AccessTokenFailure> Failures => [.. Enum.GetValues<AccessTokenFailure>()];

    [Fact]
    public async Task Without_audiences_there_is_no_endpoint()
    {
        await using var rig = await EndpointRigs.StartAsync();
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_script_of_the_application_gets_the_token_of_the_only_audience()
    {
        var given = new GivenTokens();
        await using var rig = await StartAsync(given);
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.EnumerateObject().Select(member => member.Name).Should().Equal("access_token", "expires_in", "scope", "token_type");
        answer.GetProperty("access_token").GetString().Should().Be("the-token");
        answer.GetProperty("expires_in").GetInt64().Should().Be(90);
        answer.GetProperty("scope").GetString().Should().Be("read:orders");
        answer.GetProperty("token_type").GetString().Should().Be("Bearer");
        given.Asked.Should().ContainSingle().Which.Should().Be((Orders, "read:orders write:orders", "Auth0"));
    }

    [Fact]
    public async Task A_token_that_has_just_ended_lives_for_no_negative_time()
    {
        await using var rig = await StartAsync(new GivenTokens { Lifetime = TimeSpan.FromSeconds(-5) });
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("expires_in").GetInt64().Should().Be(0);
    }

    [Theory]
    [InlineData("cross-site", "cors", "empty")]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("none", "navigate", "document")]
    [InlineData("same-origin", "navigate", "document")]
    [InlineData("same-origin", "no-cors", "script")]
    [InlineData("same-origin", "cors", "script")]
    [InlineData("same-origin", "no-cors", "empty")]
    public async Task Nobody_else_gets_one_whatever_header_is_sent(string site, string mode, string destination)
    {
        var given = new GivenTokens();
        await using var rig = await StartAsync(given);
        using var response = await rig.Browser.GetAsync(
            "/auth/access-token",
            ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination), ("X-Auth0-Request", "1"));
        await RefusedAsync(response, HttpStatusCode.Forbidden, "NotSameOrigin");
        given.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_the_browser_says_nothing_the_header_of_the_script_decides()
    {
        await using var rig = await StartAsync(new GivenTokens());
        using var without = await rig.Browser.GetAsync("/auth/access-token");
        await RefusedAsync(without, HttpStatusCode.Forbidden, "NotSameOrigin");
        using var with = await rig.Browser.GetAsync("/auth/access-token", ("X-Auth0-Request", "1"));
        with.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("audience=https://admin.example.com", HttpStatusCode.Forbidden, "AudienceNotAllowed")]
    [InlineData("audience=HTTPS://orders.example.com", HttpStatusCode.Forbidden, "AudienceNotAllowed")]
    [InlineData("scope=delete:orders", HttpStatusCode.Forbidden, "ScopeNotAllowed")]
    [InlineData("scope=read:orders%20delete:orders", HttpStatusCode.Forbidden, "ScopeNotAllowed")]
    [InlineData("scope=openid", HttpStatusCode.Forbidden, "ScopeNotAllowed")]
    [InlineData("scope=read:orders&scope=write:orders", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("audience=https://orders.example.com&audience=https://orders.example.com", HttpStatusCode.BadRequest, "InvalidRequest")]
    public async Task What_the_list_does_not_allow_is_not_asked_for(string query, HttpStatusCode status, string reason)
    {
        var given = new GivenTokens();
        await using var rig = await StartAsync(given);
        using var response = await rig.Browser.GetAsync($"/auth/access-token?{query}", OwnScript);
        await RefusedAsync(response, status, reason);
        given.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task With_several_audiences_a_script_names_one()
    {
        var given = new GivenTokens { Scope = "read:reports" };
        await using var rig = await StartAsync(given, options => options.BrowserAccessTokens[Reports] = "read:reports");
        using var none = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        await RefusedAsync(none, HttpStatusCode.BadRequest, "InvalidRequest");
        using var one = await rig.Browser.GetAsync($"/auth/access-token?audience={Reports}", OwnScript);
        one.StatusCode.Should().Be(HttpStatusCode.OK);
        given.Asked.Should().ContainSingle().Which.Should().Be((Reports, "read:reports", "Auth0"));
    }

    /// <summary>The session may hold a token with more scopes: it answers a request for few as well.</summary>
    [Theory]
    [InlineData("read:orders delete:orders")]
    [InlineData("read:orders write:orders READ:orders")]
    [InlineData(null)]
    public async Task A_token_with_other_scopes_is_not_given_out(string? granted)
    {
        await using var rig = await StartAsync(new GivenTokens { Scope = granted });
        foreach (var _ in new[] { 1, 2 })
        {
            using var response = await rig.Browser.GetAsync("/auth/access-token?scope=read:orders", OwnScript);
            await RefusedAsync(response, HttpStatusCode.Forbidden, "ScopeNotAllowed");
        }

        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[1204]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scopes_that_say_who_the_user_is_do_not_count()
    {
        await using var rig = await StartAsync(new GivenTokens { Scope = "openid profile email offline_access read:orders" });
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Each_reason_has_a_status_and_shows_no_text_of_the_tenant(AccessTokenFailure reason)
    {
        await using var rig = await StartAsync(new GivenTokens
        {
            Failure = AccessTokenResult.Failed(reason, "tenant-text", "tenant-error", 418, TimeSpan.FromSeconds(1.2), "mfa-secret-token"),
        });
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        ((int)response.StatusCode).Should().Be(TokenProblem.StatusOf(reason)).And.BeOneOf(401, 403, 409, 503);
        response.Headers.RetryAfter?.ToString().Should().Be(response.StatusCode == HttpStatusCode.ServiceUnavailable ? "2" : null);
        var text = await response.Content.ReadAsStringAsync();
        text.Should().NotContain("tenant").And.NotContain("secret").And.NotContain("418");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("reason").GetString().Should().Be(reason.ToString());
        problem.TryGetProperty("login", out _).Should().Be(response.StatusCode == HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_login_that_may_help_is_named_with_what_its_endpoint_takes()
    {
        var failed = new GivenTokens { Failure = AccessTokenResult.Failed(AccessTokenFailure.InteractionRequired) };
        await using var plain = await StartAsync(failed);
        (await LoginAsync(plain)).Should().Be("/auth/login");
        await using var full = await StartAsync(failed, options => options.LoginParameters.UnionWith(["audience", "scope"]));
        var address = await LoginAsync(full);
        address.Should().Be("/auth/login?audience=https%3A%2F%2Forders.example.com&scope=read%3Aorders%20write%3Aorders");
        (await full.BeginAsync(address!))["audience"].Should().Equal(Orders);
        await using var off = await StartAsync(failed, options => options.LoginPath = "");
        (await LoginAsync(off)).Should().BeNull();
    }

    [Fact]
    public async Task Without_an_answer_in_time_the_script_is_told_to_wait_five_seconds()
    {
        await using var rig = await StartAsync(new GivenTokens { Failure = AccessTokenResult.Failed(AccessTokenFailure.Transient) });
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
    }

    private static async Task<string?> LoginAsync(LoginRig rig)
    {
        using var response = await rig.Browser.GetAsync("/auth/access-token", OwnScript);
        response.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return problem.TryGetProperty("login", out var login) ? login.GetString() : null;
    }

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        response.StatusCode.Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.EnumerateObject().Select(member => member.Name).Should().Equal("title", "status", "reason");
        problem.GetProperty("reason").GetString().Should().Be(reason);
    }

    private static Task<LoginRig> StartAsync(GivenTokens given, Action<Auth0EndpointsOptions>? endpoints = null) => EndpointRigs.StartAsync(
        options =>
        {
            options.BrowserAccessTokens[Orders] = "read:orders write:orders";
            endpoints?.Invoke(options);
        },
        services: services =>
        {
            given.Time = (TimeProvider)services.Single(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
            services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(given));
            services.Configure<Auth0WebAppWithAccessTokenOptions>("Auth0", options => options.Audience = Orders);
        });

    /// <summary>Answers as a test says, and keeps what was asked.</summary>
    private sealed class GivenTokens : IAccessTokens
    {
        public TimeProvider Time { get; set; } = TimeProvider.System;

        public string? Scope { get; init; } = "read:orders";

        public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(90);

        public AccessTokenResult? Failure { get; init; }

        public List<(string?, string?, string?)> Asked { get; } = [];

        public ValueTask<AccessTokenResult> GetAsync(
            HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
        {
            Asked.Add((request!.Audience, request.Scope, scheme));
            return ValueTask.FromResult(Failure
                ?? AccessTokenResult.Granted(new AccessToken("the-token", Time.GetUtcNow() + Lifetime, "Bearer", Scope)));
        }

        public ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
            HttpContext httpContext, IReadOnlyList<AccessTokenRequest> requests, string? scheme, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
