using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>T7. Options that follow the request, as in an application with many tenants. They throw where no request is. An
/// exchange runs apart from any request, and must have all that it needs by then.</summary>
public sealed class OptionsThatFollowTheRequestTests : IDisposable
{
    private static readonly AsyncLocal<string?> InRequestOf = new();

    private readonly Dictionary<string, GivenTenant> _tenants = new();
    private readonly Dictionary<string, Auth0WebAppWithAccessTokenOptions> _settings = new();
    private readonly TokenDesk _desk;

    public OptionsThatFollowTheRequestTests()
    {
        _desk = new TokenDesk(tenants: new Tenants(_tenants), options: new Settings(_settings));
        foreach (var name in new[] { "a", "b" })
        {
            _tenants[name] = new GivenTenant
            {
                Domain = $"{name}.example.com",
                ClientId = $"client-{name}",
                Backchannel = _desk.Login.Backchannel,
                ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration
                {
                    Issuer = $"https://{name}.example.com/",
                    TokenEndpoint = $"https://{name}.example.com/oauth/token",
                }),
            };
            _settings[name] = new Auth0WebAppWithAccessTokenOptions { Enabled = true };
        }
    }

    [Fact]
    public async Task Each_tenant_is_sent_its_own_session_s_refresh_token_and_each_answer_is_judged_by_its_own_settings()
    {
        _settings["a"].AudienceCheck = AudienceCheck.Off;
        using var arrived = new SemaphoreSlim(0);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _desk.Tenant = async form =>
        {
            arrived.Release();
            await answer.Task;
            var token = Given.Jwt($$"""{"aud":"{{Admin}}"}""");
            return TokenDesk.Json($$"""{"access_token":"{{token}}","refresh_token":"{{form["refresh_token"]}}-2"}""");
        };
        var (ofA, ofB) = (SessionOf("a"), SessionOf("b"));

        var asA = AskAsync("a", ofA);
        await arrived.WaitAsync();
        var asB = AskAsync("b", ofB);
        await arrived.WaitAsync();
        answer.SetResult();

        (await asA).Token.Should().NotBeNull();
        (await asB).Reason.Should().Be(AccessTokenFailure.AudienceNotGranted);
        _desk.Asked.Select(form => (form["client_id"], form["refresh_token"]))
            .Should().Equal(("client-a", "rt-a"), ("client-b", "rt-b"));
        RefreshTokenOf(ofA).Should().Be("rt-a-2");
        RefreshTokenOf(ofB).Should().Be("rt-b-2");
    }

    [Fact]
    public async Task Each_session_keeps_as_many_tokens_as_its_own_settings_allow()
    {
        _settings["a"].MaxAccessTokenSets = 1;
        _desk.Answers("""{"access_token":"new"}""");
        var (ofA, ofB) = (SessionOf("a"), SessionOf("b"));
        foreach (var audience in new[] { Inventory, Admin })
        {
            await AskAsync("a", ofA, audience);
            await AskAsync("b", ofB, audience);
        }

        TokensOf(ofA).Additional.Should().ContainSingle();
        TokensOf(ofB).Additional.Should().HaveCount(2);
    }

    public void Dispose() => _desk.Dispose();

    private static HttpContext SessionOf(string tenant) => TokenDesk.Bring(new()
    {
        SessionId = $"session-{tenant}",
        Generation = 1,
        Scheme = Auth0Constants.AuthenticationScheme,
        RefreshToken = $"rt-{tenant}",
    });

    private static SessionTokens TokensOf(HttpContext request) =>
        RequestSessionFeature.Known(request, "Cookies")!.Tokens;

    private static string? RefreshTokenOf(HttpContext request) => TokensOf(request).RefreshToken;

    private Task<AccessTokenResult> AskAsync(string tenant, HttpContext request, string audience = Inventory)
    {
        InRequestOf.Value = tenant;
        var result = _desk.AskAsync(request, audience);
        InRequestOf.Value = null;
        return result;
    }

    private sealed class Tenants(Dictionary<string, GivenTenant> tenants) : ITenants
    {
        public TenantSettings Get(string scheme) => tenants[Name()].Get(scheme);

        public string MarkOf(string scheme) => Get(scheme).Mark;
    }

    private sealed class Settings(Dictionary<string, Auth0WebAppWithAccessTokenOptions> settings)
        : IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>
    {
        public Auth0WebAppWithAccessTokenOptions CurrentValue => Get(null);

        public Auth0WebAppWithAccessTokenOptions Get(string? name) => settings[Name()];

        public IDisposable? OnChange(Action<Auth0WebAppWithAccessTokenOptions, string?> listener) => null;
    }

    private static string Name() => InRequestOf.Value ?? throw new InvalidOperationException("No request is here.");
}
