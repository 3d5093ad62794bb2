using System.Net;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What an exchange does when another server may have its session's turn.</summary>
public sealed class LostTurnTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly TokenDesk _desk;

    public LostTurnTests()
    {
        _shared = new MemoryBackend(_time, Lease);
        _server = new SharedServer(_shared, _time);
        _desk = new TokenDesk(_ => _server.Sessions, time: _time);
        _desk.Answers("""{"access_token":"at-ours","expires_in":3600,"refresh_token":"rt-ours"}""");
    }

    public void Dispose()
    {
        _desk.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task What_the_other_server_made_is_taken_over_and_the_tenant_is_asked_once()
    {
        Meanwhile(() => Commit(Given.Set("at-theirs", Given.Inventory, "a", "a")));
        (await AskAsync()).Token!.Value.Should().Be("at-theirs");
        _desk.Asked.Should().ContainSingle();
        _desk.Revoked.Should().BeEmpty();
        _desk.Session.RefreshToken.Should().Be("rt-theirs");
        _server.Counted("auth0.coordination.in_doubt").Should().Be(1);
        _server.Counted("auth0.coordination.turns_lost").Should().Be(1);
        _desk.Events.Failures.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_token_there_the_result_is_transient_and_nothing_is_revoked()
    {
        Meanwhile(() => Commit(Given.Set("at-theirs", Given.Admin, "a", "a")));
        var results = await _desk.AskManyAsync(Given.Inventory, Given.Orders);
        results.Select(result => result.Reason).Should().AllBeEquivalentTo(AccessTokenFailure.Transient);
        _desk.Asked.Should().ContainSingle();
        _desk.Revoked.Should().BeEmpty();
        _desk.Session.RefreshToken.Should().Be("rt-theirs", "the next call of the request begins from it");
        _desk.Answers("""{"access_token":"at-next","expires_in":3600}""");
        (await AskAsync()).Token!.Value.Should().Be("at-next");
        _desk.Asked[^1]["refresh_token"].Should().Be("rt-theirs");
    }

    [Fact]
    public async Task The_next_need_of_the_turn_goes_on_from_what_was_taken_over()
    {
        Meanwhile(() => Commit(Given.Set("at-theirs", Given.Inventory, "a", "a")));
        var results = await _desk.AskManyAsync(Given.Inventory, Given.Admin);
        results.Select(result => result.Token?.Value).Should().Equal("at-theirs", "at-ours");
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-theirs");
    }

    [Fact]
    public async Task A_session_that_has_ended_there_gives_nothing()
    {
        Meanwhile(() =>
        {
            Commit(Given.Set("at-theirs", Given.Inventory, "a", "a"));
            _shared.With("session", row => row.EndedUntil = _time.GetUtcNow().AddDays(1));
        });
        (await AskAsync()).Reason.Should().Be(AccessTokenFailure.SessionEnded);
    }

    [Fact]
    public async Task A_backend_that_fails_afterwards_costs_the_token_and_no_more()
    {
        Meanwhile(() =>
        {
            Commit(Given.Set("at-theirs", Given.Admin, "a", "a"));
            _server.Faults.Fail(BackendCall.Take);
        });
        (await AskAsync()).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Session.RefreshToken.Should().Be("rt-theirs");
    }

    [Fact]
    public async Task An_answer_on_its_way_is_not_cancelled_and_kept_when_nobody_has_gone_on()
    {
        Meanwhile(() => _shared.With("session", row => row.Holder = null));
        (await AskAsync()).Token!.Value.Should().Be("at-ours");
        _desk.Session.RefreshToken.Should().Be("rt-ours");
        _shared.With("session", row => row.Generation).Should().Be(4);
        _server.Counted("auth0.coordination.turns_lost").Should().Be(1);
        _server.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task A_turn_that_is_lost_before_the_question_is_taken_again_first()
    {
        var result = await AskAfterReadingAsync(async () =>
        {
            TakeAway();
            await PassAsync(2.1);
            Commit(Given.Set("at-theirs", Given.Admin, "a", "a"));
        });
        result.Token!.Value.Should().Be("at-ours");
        _desk.Asked.Should().ContainSingle().Which["refresh_token"].Should().Be("rt-theirs");
    }

    [Fact]
    public async Task A_rejection_after_a_lost_turn_waits_for_the_other_server_and_uses_its_token()
    {
        _desk.Tenant = async _ =>
        {
            TakeAway();
            await PassAsync(2.1);
            return TokenDesk.Json("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        };
        var asking = Task.Run(() => _desk.AskAsync(Given.Inventory));
        SpinWait.SpinUntil(() => _server.Faults.Count(BackendCall.Take) == 2, Guard).Should().BeTrue();
        await PassAsync(2);
        asking.IsCompleted.Should().BeFalse();
        Commit(Given.Set("at-theirs", Given.Inventory, "a", "a"));
        await PassAsync(1);
        (await asking.WaitAsync(Guard)).Token!.Value.Should().Be("at-theirs");
        _desk.Asked.Should().ContainSingle();
        _desk.Session.RefreshToken.Should().Be("rt-theirs");
    }

    /// <summary>The call would end with the lease, and its answer would be lost.</summary>
    [Theory]
    [InlineData(31.9, true)]
    [InlineData(32, false)]
    public async Task No_call_begins_that_may_outlast_its_lease(double seconds, bool begins)
    {
        _desk.Login.BackchannelTimeout = TimeSpan.FromMinutes(5);
        _server.Faults.Fail(BackendCall.Extend, times: 1000);
        var result = await AskAfterReadingAsync(() => PassAsync(seconds));
        result.Reason.Should().Be(begins ? null : AccessTokenFailure.Transient);
        _desk.Asked.Should().HaveCount(begins ? 1 : 0);
    }

    /// <summary>The refresh token is the other server's to present. The process may have stood still meanwhile.</summary>
    [Fact]
    public async Task A_turn_that_is_lost_while_the_tenants_address_is_fetched_presents_nothing()
    {
        WhileTheAddressIsFetched(async () =>
        {
            TakeAway();
            await PassAsync(2.1);
        });
        (await AskAsync()).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>A database may have restarted meanwhile, and its quiet time may be over.</summary>
    [Theory]
    [InlineData(27.9, true)]
    [InlineData(28, false)]
    [InlineData(100, false)]
    public async Task A_process_that_stood_still_while_the_address_was_fetched_presents_nothing_too_late(double seconds, bool presents)
    {
        using var server = new SharedServer(new MemoryBackend(), _time);
        using var desk = new TokenDesk(_ => server.Sessions, time: _time);
        desk.Login.ConfigurationManager = Slow(desk.Login.ConfigurationManager, () =>
        {
            _time.Advance(TimeSpan.FromSeconds(seconds)); // at once: nothing of the process runs in between
            return Task.CompletedTask;
        });
        desk.Answers("""{"access_token":"at-ours","expires_in":3600,"refresh_token":"rt-ours"}""");
        (await desk.AskAsync(Given.Inventory)).Reason.Should().Be(presents ? null : AccessTokenFailure.Transient);
        desk.Asked.Should().HaveCount(presents ? 1 : 0);
    }

    private static IConfigurationManager<OpenIdConnectConfiguration> Slow(
        IConfigurationManager<OpenIdConnectConfiguration> known, Func<Task> meanwhile)
    {
        var slow = new Mock<IConfigurationManager<OpenIdConnectConfiguration>>();
        slow.Setup(it => it.GetConfigurationAsync(It.IsAny<CancellationToken>())).Returns(async (CancellationToken cancel) =>
        {
            await meanwhile();
            return await known.GetConfigurationAsync(cancel);
        });
        return slow.Object;
    }

    private void WhileTheAddressIsFetched(Func<Task> happens) =>
        _desk.Login.ConfigurationManager = Slow(_desk.Login.ConfigurationManager, happens);

    private Task<AccessTokenResult> AskAsync() => _desk.AskAsync(Given.Inventory).WaitAsync(Guard);

    private Task PassAsync(double seconds) => _time.PassAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>While the tenant answers, the turn is lost, and then something happens.</summary>
    private void Meanwhile(Action happens)
    {
        var answer = _desk.Tenant;
        _desk.Tenant = async form =>
        {
            TakeAway();
            await PassAsync(2.1);
            happens();
            _desk.Tenant = answer;
            return await answer(form);
        };
    }

    /// <summary>Another server has the session's lock.</summary>
    private void TakeAway() => _shared.With("session", row =>
    {
        row.Holder = Guid.NewGuid();
        row.LeaseUntil = _time.GetUtcNow() + Lease;
        return true;
    });

    /// <summary>The other server commits what it has obtained.</summary>
    private void Commit(AccessTokenSet obtained)
    {
        var theirs = Given.Holding().Next(null, [obtained], "rt-theirs", "it-3");
        _shared.With("session", row =>
        {
            row.Keep(_desk.Protector.Protect(theirs));
            return true;
        });
    }

    private Task<AccessTokenResult> AskAfterReadingAsync(Func<Task> whileReading)
    {
        var request = new DefaultHttpContext();
        var tokens = Given.Holding();
        RequestSessionFeature.Replace(request, "Cookies", new RequestSession(tokens)
        {
            FindTokenStore = _ => new Keeper(tokens, whileReading),
        });
        return _desk.AskAsync(request, Given.Inventory).WaitAsync(Guard);
    }

    /// <summary>A store of the application's that takes its time, once.</summary>
    private sealed class Keeper(SessionTokens tokens, Func<Task> whileReading) : ISessionTokenStore
    {
        private Func<Task>? _first = whileReading;

        public async ValueTask<SessionTokens?> ReadAsync()
        {
            if (Interlocked.Exchange(ref _first, null) is { } first)
            {
                await first();
            }

            return tokens;
        }

        public ValueTask<bool> KeepAsync(SessionTokens tokens) => ValueTask.FromResult(true);
    }
}
