using Auth0.AspNetCore.Mrrt.Snippets;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>docs/testing.md, "Without a tenant": an application's tests make tokens and results themselves.</summary>
public sealed class GivenAccessTokensTests
{
    private const string Api = "https://orders.example.com";

    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task The_documented_fake_answers_every_form_of_the_call()
    {
        WithoutATenant.Register(_services).Reason.Should().Be(AccessTokenFailure.UserBlocked);
        var http = Request();
        (await http.GetAccessTokenAsync()).Should().Be("a-token");
        (await http.GetAccessTokenAsync(Api, "read:orders")).Should().Be("a-token");
        (await http.GetAccessTokenResultAsync()).Token!.Scopes.Should().Equal("read:orders");
        (await http.GetAccessTokensAsync([new(), new()])).Should().HaveCount(2);
        var accessTokens = http.RequestServices.GetRequiredService<IAccessTokens>();
        (await accessTokens.GetAsync(http)).Succeeded.Should().BeTrue();
        (await accessTokens.GetAsync(http, Api)).Succeeded.Should().BeTrue();
        (await accessTokens.GetManyAsync(http, [new()])).Should().ContainSingle();
    }

    [Fact]
    public async Task The_short_forms_ask_for_what_they_name()
    {
        var asked = new Asked();
        _services.AddSingleton<IAccessTokens>(asked);
        var http = Request();
        await http.GetAccessTokenAsync(Api, "a b");
        await asked.GetAsync(http, Api, "a b");
        await asked.GetAsync(http, Api);
        asked.Requests.Select(request => (request!.Audience, request.Scope, request.ForceRefresh))
            .Should().Equal((Api, "a b", false), (Api, "a b", false), (Api, null, false));
    }

    [Fact]
    public async Task A_second_factor_is_told_with_its_token_and_its_factors()
    {
        var result = AccessTokenResult.Failed(
            AccessTokenFailure.MfaRequired, "MFA", mfaToken: "Fe26", mfaRequirements: new MfaRequirements(["otp"], ["push"]));
        result.MfaToken.Should().Be("Fe26");
        result.ToString().Should().NotContain("Fe26");
        _services.AddSingleton<IAccessTokens>(new GivenAccessTokens(result));
        var call = async () => await Request().GetAccessTokenAsync(Api);
        var thrown = (await call.Should().ThrowAsync<MfaRequiredException>()).Which;
        (thrown.MfaToken, thrown.Audience).Should().Be(("Fe26", Api));
        thrown.MfaRequirements!.Challenge.Should().Equal("otp");
        thrown.MfaRequirements.Enroll.Should().Equal("push");
        thrown.ToString().Should().NotContain("Fe26");
    }

    [Fact]
    public void A_token_is_never_empty()
    {
        var make = (string value, string type) => () => new AccessToken(value, DateTimeOffset.UnixEpoch, type);
        make("", "Bearer").Should().Throw<ArgumentException>();
        make("t", "").Should().Throw<ArgumentException>();
        var none = () => AccessTokenResult.Granted(null!);
        none.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task The_documented_test_of_token_events_passes()
    {
        var token = new AccessToken("a-token", DateTimeOffset.UnixEpoch);
        await GivenEvents.RaiseAsync(token);
        new AccessTokenRefreshedContext(Request(), token).AccessToken.Should().BeSameAs(token);
    }

    [Fact]
    public void The_context_of_a_token_event_has_a_request()
    {
        var refreshed = () => new AccessTokenRefreshedContext(null!, new AccessToken("a-token", DateTimeOffset.UnixEpoch));
        refreshed.Should().Throw<ArgumentNullException>();
        var withoutToken = () => new AccessTokenRefreshedContext(Request(), null!);
        withoutToken.Should().Throw<ArgumentNullException>();
        var failed = () => new AccessTokenRefreshFailedContext(null!) { Reason = AccessTokenFailure.Transient };
        failed.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task The_factors_of_a_tenant_come_through()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/mfa",
            async (HttpContext http, CancellationToken aborted) =>
                (await http.GetAccessTokenResultAsync(
                    new AccessTokenRequest { Audience = "https://admin.example.com" }, cancellationToken: aborted))
                .MfaRequirements!.Challenge));
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.MfaRequired());
        using var response = await browser.GetAsync("/mfa");
        (await response.Content.ReadAsStringAsync()).Should().Be("""["otp","phone"]""");
    }

    private DefaultHttpContext Request() => new() { RequestServices = _services.BuildServiceProvider() };

    private sealed class Asked : IAccessTokens
    {
        public List<AccessTokenRequest?> Requests { get; } = [];

        public ValueTask<AccessTokenResult> GetAsync(
            HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return ValueTask.FromResult(AccessTokenResult.Failed(AccessTokenFailure.Transient));
        }

        public ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
            HttpContext httpContext,
            IReadOnlyList<AccessTokenRequest> requests,
            string? scheme,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
