using System.Net;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>A client whose secret or key is replaced: which one goes over the wire, how often, and what is said of it.</summary>
public sealed class CredentialOrderTests : IDisposable
{
    private readonly RecordedCalls _wire = new();
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly GivenTenant _tenant;
    private readonly ILoggerFactory _loggers;
    private readonly TokenClient _client;
    private readonly PushedAuthorizationClient _pushes;
    private string[] _known = [];

    public CredentialOrderTests()
    {
        _tenant = new GivenTenant
        {
            ClientSecret = "secret-new",
            Backchannel = new HttpClient(_wire),
            ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(
                new() { TokenEndpoint = "https://tenant.example.com/oauth/token" }),
        };
        _tenant.AdditionalCredentials.Add(ClientCredential.OfSecret("secret-old"));
        _wire.Answer = _ => Task.FromResult(Accepted(_wire.Calls[^1]) ? Granted() : Refused());
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        var backchannel = new BackchannelClient(null!, _time);
        var order = new CredentialOrder(_time, _loggers.CreateLogger<CredentialOrder>());
        _client = new TokenClient(
            backchannel,
            new ClientCredentials(_time),
            order,
            new TokenResponseReader(_time),
            new CallPauses(_time),
            _time,
            _loggers.CreateLogger<TokenClient>());
        _pushes = new PushedAuthorizationClient(
            backchannel,
            new ClientCredentials(_time),
            order,
            new CallPauses(_time),
            _time,
            _loggers.CreateLogger<PushedAuthorizationClient>());
    }

    public void Dispose()
    {
        _tenant.Backchannel!.Dispose();
        _wire.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task The_first_credential_is_sent_alone_while_the_tenant_accepts_it()
    {
        _known = ["secret-new", "secret-old"];
        (await RefreshAsync()).Succeeded.Should().BeTrue();
        Sent().Should().Equal("secret-new");
        _logs.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task A_secret_that_the_tenant_does_not_know_yet_is_followed_by_the_one_before_it()
    {
        _known = ["secret-old"];
        (await RefreshAsync()).Succeeded.Should().BeTrue();
        Sent().Should().Equal("secret-new", "secret-old");
        _wire.Calls.Should().OnlyContain(call => call.Form["refresh_token"] == "rt" && call.Form["client_id"] == "client");
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[107]").And.Contain("credential 2 of 2")
            .And.NotContain("secret-");
    }

    [Fact]
    public async Task The_next_call_begins_with_the_credential_that_was_accepted()
    {
        _known = ["secret-old"];
        await RefreshAsync();
        await RefreshAsync();
        await _client.RevokeAsync(_tenant, "rt", default);
        Sent().Should().Equal("secret-new", "secret-old", "secret-old", "secret-old");
        _logs.Lines.Should().ContainSingle("the position is told once");

        _known = ["secret-new"];
        await RefreshAsync();
        await RefreshAsync();
        Sent()[4..].Should().Equal("secret-old", "secret-new", "secret-new");
        _logs.Lines.Should().HaveCount(2).And.Contain(line => line.Contains("credential 1 of 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_that_the_tenant_refuses_are_sent_once_each()
    {
        _tenant.AdditionalCredentials.Add(ClientCredential.OfSecret("secret-oldest"));
        var result = await RefreshAsync();
        result.ErrorClass.Should().Be(TokenErrorClass.ClientRefused);
        Sent().Should().Equal("secret-new", "secret-old", "secret-oldest");
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[101]").And.Contain("401 invalid_client");

        await RefreshAsync();
        Sent()[3..].Should().Equal(["secret-new"], "each refusal is a failed attempt at the tenant");
        _time.Advance(TimeSpan.FromSeconds(5));
        await RefreshAsync();
        Sent()[4..].Should().Equal(["secret-new", "secret-old", "secret-oldest"], "no position was accepted");
    }

    [Fact]
    public async Task A_credential_that_is_accepted_after_all_were_refused_ends_the_pause()
    {
        await RefreshAsync();
        _known = ["secret-new"];
        await RefreshAsync();
        _known = ["secret-old"];
        await RefreshAsync();
        Sent().Should().Equal("secret-new", "secret-old", "secret-new", "secret-new", "secret-old");
    }

    /// <summary>A grant is presented once: only a refusal of the client says that nobody has looked at it.</summary>
    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "invalid_grant")]
    [InlineData(HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData(HttpStatusCode.Unauthorized, "unauthorized")]
    [InlineData(HttpStatusCode.Forbidden, "access_denied")]
    [InlineData(HttpStatusCode.Forbidden, "mfa_required")]
    [InlineData(HttpStatusCode.TooManyRequests, "invalid_client")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "invalid_client")]
    [InlineData(HttpStatusCode.InternalServerError, "invalid_client")]
    public async Task Any_other_refusal_is_final(HttpStatusCode status, string error)
    {
        _wire.Answer = _ => Task.FromResult(TokenDesk.Json($$"""{"error":"{{error}}"}""", status));
        await RefreshAsync();
        Sent().Should().Equal("secret-new");
    }

    [Fact]
    public async Task A_call_that_is_not_answered_is_not_sent_again()
    {
        _wire.Answer = _ => throw new HttpRequestException("cut");
        await RefreshAsync();
        Sent().Should().Equal("secret-new");
    }

    /// <summary>An outage after a refusal says nothing about the second credential.</summary>
    [Fact]
    public async Task A_credential_is_remembered_only_when_the_tenant_has_accepted_it()
    {
        _wire.Answer = _ => Task.FromResult(
            _wire.Calls.Count == 1 ? Refused() : TokenDesk.Json("{}", HttpStatusCode.InternalServerError));
        await RefreshAsync();
        await RefreshAsync();
        Sent().Should().Equal("secret-new", "secret-old", "secret-new");
        _logs.Lines.Should().NotContain(line => line.Contains("[107]", StringComparison.Ordinal));
    }

    /// <summary>The tenant accepts the client first: a refused grant names the credential as well as a token does.</summary>
    [Fact]
    public async Task A_refused_grant_shows_that_the_credential_was_accepted()
    {
        _wire.Answer = _ => Task.FromResult(
            _wire.Calls[^1].Form["client_secret"] == "secret-old"
                ? TokenDesk.Json("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden)
                : Refused());
        (await RefreshAsync()).GrantRejected.Should().BeTrue();
        (await RefreshAsync()).GrantRejected.Should().BeTrue();
        Sent().Should().Equal("secret-new", "secret-old", "secret-old");
    }

    /// <summary>One limit for the whole call, however many credentials there are.</summary>
    [Theory]
    [InlineData(27_999, true)]
    [InlineData(28_000, false)]
    [InlineData(30_000, false)]
    public async Task No_credential_is_tried_when_the_call_s_time_is_nearly_over(int milliseconds, bool triesNext)
    {
        _wire.Answer = _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return Task.FromResult(Refused());
        };
        await RefreshAsync();
        Sent().Should().Equal(triesNext ? ["secret-new", "secret-old"] : ["secret-new"]);
    }

    [Fact]
    public async Task The_next_credential_has_the_time_that_is_left()
    {
        var second = new TaskCompletionSource();
        _wire.Answer = async cancelled =>
        {
            if (_wire.Calls.Count == 1)
            {
                _time.Advance(TimeSpan.FromSeconds(20));
                return Refused();
            }

            second.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancelled);
            return Granted();
        };
        var asking = RefreshAsync();
        (await Task.WhenAny(second.Task, asking)).Should().BeSameAs(second.Task);
        _time.Advance(TimeSpan.FromSeconds(9));
        asking.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await asking).Exception.Should().BeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Each_key_signs_an_assertion_of_its_own()
    {
        using var newest = new RsaKey();
        using var older = new RsaKey();
        _tenant.ClientAssertionSecurityKey = newest.Key;
        _tenant.AdditionalCredentials.Clear();
        _tenant.AdditionalCredentials.Add(ClientCredential.OfKey(older.Key));
        await RefreshAsync();
        var assertions = _wire.Calls.Select(call => new JsonWebToken(call.Form["client_assertion"])).ToArray();
        assertions.Should().HaveCount(2).And.OnlyHaveUniqueItems(assertion => assertion.Id);
        foreach (var (assertion, key) in assertions.Zip([newest.Key, older.Key]))
        {
            (await new JsonWebTokenHandler().ValidateTokenAsync(assertion, new TokenValidationParameters
            {
                IssuerSigningKey = key,
                ValidateAudience = false,
                ValidateIssuer = false,
                ValidateLifetime = false,
            })).IsValid.Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_revocation_and_a_pushed_request_use_the_next_credential_as_well()
    {
        _known = ["secret-old"];
        await _client.RevokeAsync(_tenant, "rt", default);
        Sent().Should().Equal("secret-new", "secret-old");
        _logs.Lines.Should().NotContain(line => line.Contains("[103]", StringComparison.Ordinal));

        _known = ["secret-new"];
        var name = await _pushes.PushAsync(
            _tenant, new Uri("https://tenant.example.com/oauth/par"), [new("state", "s")], default);
        name.Should().Be("urn:1");
        Sent()[2..].Should().Equal("secret-old", "secret-new");
        _wire.Calls[^1].Form.Should().Contain("state", "s").And.Contain("client_id", "client");
    }

    [Fact]
    public async Task What_one_client_s_tenant_accepted_says_nothing_of_another_client()
    {
        _known = ["secret-old"];
        await RefreshAsync();
        _tenant.ClientId = "another";
        await RefreshAsync();
        Sent().Should().Equal("secret-new", "secret-old", "secret-new", "secret-old");
    }

    /// <summary>Options may be read again with fewer secrets.</summary>
    [Fact]
    public async Task A_position_that_is_gone_is_the_first_again()
    {
        _tenant.AdditionalCredentials.Add(ClientCredential.OfSecret("secret-oldest"));
        _known = ["secret-oldest"];
        await RefreshAsync();
        _tenant.AdditionalCredentials.RemoveAt(1);
        _known = ["secret-new"];
        await RefreshAsync();
        Sent()[3..].Should().Equal("secret-new");
    }

    [Fact]
    public async Task A_position_that_is_long_gone_is_the_first_again()
    {
        _tenant.AdditionalCredentials.Add(ClientCredential.OfSecret("secret-older"));
        _tenant.AdditionalCredentials.Add(ClientCredential.OfSecret("secret-oldest"));
        _known = ["secret-oldest"];
        await RefreshAsync();
        _tenant.AdditionalCredentials.RemoveRange(1, 2);
        _known = ["secret-new", "secret-old"];
        await RefreshAsync();
        Sent()[4..].Should().Equal("secret-new");
    }

    /// <summary>Domains may come from requests. What is remembered of them has a bound.</summary>
    [Theory]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    public async Task The_positions_of_a_thousand_clients_are_kept_and_then_none_of_the_old_ones(int others, int calls)
    {
        var order = new CredentialOrder(_time, _loggers.CreateLogger<CredentialOrder>());
        (await CallsAsync(order)).Should().Be(2);
        (await CallsAsync(order)).Should().Be(1, "the second credential is known to be the one");
        for (var i = 0; i < others; i++)
        {
            _tenant.ClientId = $"client-{i}";
            await CallsAsync(order);
        }

        (await CallsAsync(order)).Should().Be(1, "the last one is kept");
        _tenant.ClientId = "client";
        (await CallsAsync(order)).Should().Be(calls);
    }

    [Fact]
    public void A_credential_does_not_show_itself() =>
        ClientCredential.OfSecret("secret-new").ToString().Should().NotContain("secret-new");

    /// <summary>How often a call is sent until the second credential is accepted.</summary>
    private async Task<int> CallsAsync(CredentialOrder order)
    {
        var calls = 0;
        await order.SendAsync(
            _tenant,
            (credential, _) =>
            {
                calls++;
                return Task.FromResult(credential.Secret == "secret-old" ? TokenErrorClass.None : TokenErrorClass.ClientRefused);
            },
            answer => answer);
        return calls;
    }

    private Task<TokenRefreshResult> RefreshAsync() => _client.RefreshAsync(_tenant, "rt", null, null, default);

    private string[] Sent() => [.. _wire.Calls.Select(call => call.Form["client_secret"])];

    private bool Accepted(RecordedCalls.Call call) =>
        call.Form.TryGetValue("client_secret", out var secret) && _known.Contains(secret);

    private static HttpResponseMessage Granted() =>
        TokenDesk.Json("""{"access_token":"at","request_uri":"urn:1"}""", HttpStatusCode.OK);

    private static HttpResponseMessage Refused() =>
        TokenDesk.Json("""{"error":"invalid_client"}""", HttpStatusCode.Unauthorized);

    private sealed class RsaKey : IDisposable
    {
        private readonly RSA _rsa = RSA.Create(2048);

        public RsaKey() => Key = new RsaSecurityKey(_rsa);

        public RsaSecurityKey Key { get; }

        public void Dispose() => _rsa.Dispose();
    }
}
