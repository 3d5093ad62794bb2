using System.Net;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>RFC 9126: what a push sends, and what its answers mean for the next one.</summary>
public sealed class PushedAuthorizationClientTests : IDisposable
{
    private readonly RecordedCalls _wire = new();
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly GivenTenant _tenant;
    private readonly PushedAuthorizationClient _client;

    public PushedAuthorizationClientTests()
    {
        _tenant = new GivenTenant { Backchannel = new HttpClient(_wire) };
        _client = new PushedAuthorizationClient(
            new BackchannelClient(null!, _time),
            new ClientCredentials(_time),
            new CredentialOrder(_time, NullLogger<CredentialOrder>.Instance),
            new CallPauses(_time),
            _time,
            _logs.Of<PushedAuthorizationClient>());
    }

    public void Dispose()
    {
        _tenant.Backchannel!.Dispose();
        _logs.Dispose();
        _wire.Dispose();
    }

    [Theory]
    [InlineData(ClientAuthenticationMethod.ClientSecretPost)]
    [InlineData(ClientAuthenticationMethod.ClientSecretBasic)]
    public async Task A_push_names_the_client_once_and_asks_for_json(ClientAuthenticationMethod authentication)
    {
        _tenant.ClientAuthentication = authentication;
        Answer(HttpStatusCode.Created, """{"request_uri":"urn:1"}""");
        (await PushAsync()).Should().Be("urn:1");
        var call = _wire.Calls.Single();
        call.Form["client_id"].Should().Be("client", "a second one would be joined to it");
        call.Form["state"].Should().Be("s");
        call.Headers["Accept"].Should().Be("application/json");
        _logs.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData(429, null, 5, true)]
    [InlineData(429, 9, 9, true)]
    [InlineData(502, null, 1, true)]
    [InlineData(503, 9, 9, true)]
    [InlineData(504, 9, 9, true)]
    [InlineData(500, 9, 1, false)]
    [InlineData(599, 9, 1, false)]
    public async Task A_tenant_that_is_busy_is_left_alone_for_as_long_as_it_says(int status, int? asked, int seconds, bool pauses)
    {
        Answer((HttpStatusCode)status, """{"error":"server_error"}""", asked);
        (await Push().Should().ThrowAsync<TenantBusyException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
        await Push().Should().ThrowAsync<TenantBusyException>();
        _wire.Calls.Should().HaveCount(pauses ? 1 : 2);
        _logs.Lines.Should().HaveCount(pauses ? 1 : 2).And.OnlyContain(line => line.Contains("server_error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(499, """{"error":"invalid_request","error_description":"no"}""", "invalid_request")]
    [InlineData(200, """{"request_uri":""}""", null)]
    [InlineData(200, "{}", null)]
    public async Task A_request_that_the_tenant_does_not_take_is_refused_and_the_next_one_is_sent(int status, string body, string? code)
    {
        Answer((HttpStatusCode)status, body);
        var refused = (await Push().Should().ThrowAsync<PushRefusedException>()).Which;
        (refused.Error, refused.ErrorDescription).Should().Be((code, code is null ? null : "no"));
        await Push().Should().ThrowAsync<PushRefusedException>();
        _wire.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_left_alone_for_a_moment()
    {
        _wire.Answer = _ => throw new HttpRequestException("cut");
        (await Push().Should().ThrowAsync<TenantBusyException>()).Which.RetryAfter.Should().Be(CallPauses.Short);
        await Push().Should().ThrowAsync<TenantBusyException>();
        _wire.Calls.Should().ContainSingle();
        _logs.Lines.Should().ContainSingle().Which.Should().Contain(nameof(HttpRequestException)).And.NotContain("cut");
    }

    /// <summary>The browser has gone. The tenant is not to blame.</summary>
    [Fact]
    public async Task A_caller_that_gives_up_begins_no_pause()
    {
        using var gone = new CancellationTokenSource();
        _wire.Answer = async cancelled =>
        {
            await gone.CancelAsync();
            cancelled.ThrowIfCancellationRequested();
            return TokenDesk.Json("{}");
        };
        await FluentActions.Awaiting(() => PushAsync(gone.Token)).Should().ThrowAsync<OperationCanceledException>();
        Answer(HttpStatusCode.Created, """{"request_uri":"urn:1"}""");
        (await PushAsync()).Should().Be("urn:1");
    }

    private void Answer(HttpStatusCode status, string body, int? retryAfter = null) => _wire.Answer = _ =>
    {
        var response = TokenDesk.Json(body, status);
        if (retryAfter is { } seconds)
        {
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return Task.FromResult(response);
    };

    private Func<Task> Push() => () => PushAsync();

    private Task<string> PushAsync(CancellationToken cancellationToken = default) => _client.PushAsync(
        _tenant, new Uri("https://tenant.example.com/oauth/par"), [new("state", "s"), new("client_id", "forged")], cancellationToken);
}
