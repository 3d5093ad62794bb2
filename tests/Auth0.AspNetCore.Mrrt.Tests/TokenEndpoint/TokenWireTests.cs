using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>conformance.md, official SDK 18, 28 to 31, 47 and 50: what goes over the wire, once.</summary>
public sealed class TokenWireTests : IDisposable
{
    private readonly RecordedCalls _wire = new();
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly OpenIdConnectConfiguration _discovery = new() { TokenEndpoint = "https://tenant.example.com/oauth/token" };
    private readonly GivenTenant _options;
    private readonly ILoggerFactory _loggers;
    private readonly TokenClient _client;

    public TokenWireTests()
    {
        _options = new GivenTenant
        {
            Domain = "tenant.example.com",
            ClientId = "client",
            ClientSecret = "client-secret",
            Backchannel = new HttpClient(_wire),
            ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(_discovery),
        };
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _client = new TokenClient(
            new BackchannelClient(null!, _time),
            new ClientCredentials(_time),
            new CredentialOrder(_time, _loggers.CreateLogger<CredentialOrder>()),
            new TokenResponseReader(_time),
            new CallPauses(_time),
            _time,
            _loggers.CreateLogger<TokenClient>());
    }

    public void Dispose()
    {
        _options.Backchannel!.Dispose();
        _wire.Dispose();
        _loggers.Dispose();
    }

    /// <summary>The tenant has asked to wait. Whoever asks meanwhile is told so, and nothing is sent.</summary>
    [Theory]
    [InlineData(429, null, 5)]
    [InlineData(429, 9, 9)]
    [InlineData(503, 9, 9)]
    [InlineData(503, null, null)]
    [InlineData(502, 9, null)]
    [InlineData(400, 9, null)]
    public async Task A_tenant_that_has_asked_to_wait_is_sent_nothing_more(int status, int? asked, int? pause)
    {
        _wire.Answer = _ =>
        {
            var response = TokenDesk.Json("{}", (HttpStatusCode)status);
            response.Headers.RetryAfter = asked is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
            return Task.FromResult(response);
        };
        await _client.RefreshAsync(_options, "rt", null, null, default);
        var second = await _client.RefreshAsync(_options, "rt", null, null, default);
        _wire.Calls.Should().HaveCount(pause is null ? 2 : 1);
        (second.ErrorDescription == "The tenant has asked to wait.").Should().Be(pause is not null);
        if (pause is { } left)
        {
            second.RetryAfter.Should().Be(TimeSpan.FromSeconds(left));
        }
    }

    [Fact]
    public async Task A_refresh_posts_its_form_to_the_endpoint_that_the_tenant_names()
    {
        var result = await RefreshAsync("https://orders.example.com", "a b");
        result.Response!.AccessToken.Should().Be("at");
        var call = _wire.Calls.Should().ContainSingle().Subject;
        call.Method.Should().Be(HttpMethod.Post);
        call.Address.Should().Be("https://tenant.example.com/oauth/token");
        call.Headers["Accept"].Should().Be("application/json");
        call.Form.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = "rt",
            ["audience"] = "https://orders.example.com",
            ["scope"] = "a b",
            ["client_id"] = "client",
            ["client_secret"] = "client-secret",
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task What_is_not_asked_for_is_not_sent(string? nothing)
    {
        await RefreshAsync(nothing, nothing);
        _wire.Calls[0].Form.Keys.Should().BeEquivalentTo("grant_type", "refresh_token", "client_id", "client_secret");
    }

    [Fact]
    public async Task A_code_is_redeemed_with_its_redirect_address_and_its_verifier()
    {
        await _client.RedeemCodeAsync(
            _options,
            [
                new("client_id", "slipped-in"), new("code", "the-code"), new("redirect_uri", "https://app/callback"),
                new("code_verifier", "the-verifier"), new("client_secret", "slipped-in"),
            ],
            default);
        _wire.Calls[0].Form.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = "the-code",
            ["redirect_uri"] = "https://app/callback",
            ["code_verifier"] = "the-verifier",
            ["client_id"] = "client",
            ["client_secret"] = "client-secret",
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_library_names_itself_unless_the_application_says_no(bool send)
    {
        _options.SendTelemetry = send;
        await RefreshAsync();
        _wire.Calls[0].Headers.ContainsKey("Auth0-Client").Should().Be(send);
        using var named = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(Auth0ClientHeader.HeaderValue)));
        named.RootElement.GetProperty("name").GetString().Should().Be("Auth0.AspNetCore.Mrrt");
        named.RootElement.GetProperty("version").GetString().Should().MatchRegex("^[0-9]+\\.[0-9]+\\.[0-9]+[^+]*$")
            .And.Be(typeof(Auth0ClientHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion.Split('+')[0]);
        named.RootElement.GetProperty("env").GetProperty("dotnet").GetString().Should().Be(Environment.Version.ToString());
    }

    /// <summary>G12: status and code, and nothing else of the body.</summary>
    [Fact]
    public async Task A_refusal_is_logged_with_its_status_and_its_code_alone()
    {
        Answers(HttpStatusCode.Forbidden, """{"error":"invalid_grant","error_description":"s3cr3t"}""");
        (await RefreshAsync()).GrantRejected.Should().BeTrue();
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[101]").And.Contain("Auth0").And.Contain("refresh_token")
            .And.Contain("403 invalid_grant").And.NotContain("s3cr3t");
    }

    [Fact]
    public async Task A_code_that_is_none_does_not_reach_the_log()
    {
        Answers(HttpStatusCode.Forbidden, """{"error":"one\nline more"}""");
        await RefreshAsync();
        _logs.Lines.Should().ContainSingle().Which.Should().NotContain("line more");
    }

    [Fact]
    public async Task A_success_is_not_logged()
    {
        await RefreshAsync();
        _logs.Lines.Should().BeEmpty();
    }

    public static TheoryData<Exception> TransportFailures() => new()
    {
        new HttpRequestException("s3cr3t"), new OperationCanceledException("s3cr3t"), new IOException("s3cr3t"),
        new InvalidOperationException("s3cr3t"), new UriFormatException("s3cr3t"), new JsonException("s3cr3t"),
        new ArgumentException("s3cr3t"), new NotImplementedException("s3cr3t"),
    };

    [Theory]
    [MemberData(nameof(TransportFailures))]
    public async Task No_answer_is_a_transient_result_and_its_kind_is_logged(Exception failure)
    {
        _wire.Answer = _ => throw failure;
        var result = await RefreshAsync();
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        result.Exception.Should().BeSameAs(failure);
        result.ErrorDescription.Should().Contain("could not be reached");
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[102]").And.Contain(failure.GetType().Name)
            .And.NotContain("s3cr3t");
    }

    /// <summary>"A call has a time limit", on the application's clock.</summary>
    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_none()
    {
        var sent = new TaskCompletionSource();
        _wire.Answer = async cancelled =>
        {
            sent.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancelled);
            return new HttpResponseMessage();
        };
        var asking = RefreshAsync();
        await sent.Task;
        _time.Advance(TimeSpan.FromSeconds(29));
        asking.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await asking).Exception.Should().BeAssignableTo<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Of_an_answer_larger_than_any_that_is_meant_the_refresh_token_alone_is_taken(int beyond, bool read)
    {
        Answers(
            HttpStatusCode.OK,
            """{"access_token":"at","refresh_token":"rt-2"}""".PadRight(BackchannelClient.MaxResponseBytes + beyond));
        var result = await RefreshAsync();
        result.Succeeded.Should().Be(read);
        result.RotatedRefreshToken.Should().Be("rt-2");
        result.Error.Should().Be(read ? null : "invalid_token_response");
        result.StatusCode.Should().Be(200);
    }

    /// <summary>A slow answer makes no token last longer.</summary>
    [Fact]
    public async Task A_lifetime_counts_from_when_the_call_left()
    {
        var left = _time.GetUtcNow();
        _wire.Answer = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(TokenDesk.Json("""{"access_token":"at","expires_in":60}"""));
        };
        (await RefreshAsync()).Response!.ExpiresAt.Should().Be(left.AddSeconds(60));
    }

    [Theory]
    [InlineData(null, "https://tenant.example.com/oauth/revoke")]
    [InlineData("https://tenant.example.com/elsewhere", "https://tenant.example.com/elsewhere")]
    public async Task A_refresh_token_is_revoked_where_the_tenant_says_or_where_auth0_has_it(string? named, string address)
    {
        if (named is not null)
        {
            _discovery.RevocationEndpoint = named;
        }

        await _client.RevokeAsync(_options, "rt", default);
        var call = _wire.Calls.Should().ContainSingle().Subject;
        call.Address.Should().Be(address);
        call.Form.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["token"] = "rt",
            ["client_id"] = "client",
            ["client_secret"] = "client-secret",
        });
        _logs.Lines.Should().BeEmpty();
    }

    /// <summary>conformance.md, "Login/logout": a failed revocation blocks nothing.</summary>
    [Fact]
    public async Task A_revocation_that_fails_is_logged_and_that_is_all()
    {
        Answers(HttpStatusCode.BadRequest, "s3cr3t");
        await _client.RevokeAsync(_options, "rt", default);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[103]").And.Contain("400").And.NotContain("s3cr3t");
        _logs.Lines.Clear();
        _wire.Answer = _ => throw new HttpRequestException("s3cr3t");
        await _client.RevokeAsync(_options, "rt", default);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[104]").And.Contain("HttpRequestException")
            .And.NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("temporarily_unavailable")]
    [InlineData("server_error")]
    [InlineData("slow_down")]
    [InlineData("too_many_requests")]
    public async Task A_refusal_that_will_pass_is_transient_whatever_its_status(string error)
    {
        Answers(HttpStatusCode.BadRequest, $$"""{"error":"{{error}}"}""");
        (await RefreshAsync()).ErrorClass.Should().Be(TokenErrorClass.Transient);
    }

    private void Answers(HttpStatusCode status, string body) => _wire.Answer = _ => Task.FromResult(TokenDesk.Json(body, status));

    private Task<TokenRefreshResult> RefreshAsync(string? audience = null, string? scope = null) =>
        _client.RefreshAsync(_options, "rt", audience, scope, default);
}
