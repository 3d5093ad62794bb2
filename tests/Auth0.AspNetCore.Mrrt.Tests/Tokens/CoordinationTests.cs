using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What an exchange does when what the servers agree through says something unexpected, or nothing.</summary>
public sealed class CoordinationTests : IDisposable
{
    private const string Bought = """{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""";

    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public CoordinationTests()
    {
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers(Bought);
    }

    /// <summary>G13.</summary>
    [Fact]
    public async Task Out_of_reach_is_a_typed_failure_with_its_time_and_asks_the_tenant_nothing()
    {
        _coordination.OnEnter = () => throw OutOfReach();
        var result = await _desk.AskAsync(Given.Inventory);
        result.Reason.Should().Be(AccessTokenFailure.CoordinationUnavailable);
        result.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        _desk.Asked.Should().BeEmpty();
        _desk.Events.Failures.Should().ContainSingle()
            .Which.Reason.Should().Be(AccessTokenFailure.CoordinationUnavailable);
        _desk.Logs.Lines.Should().Contain(line => line.Contains("coordinator is out of reach", StringComparison.Ordinal));
    }

    /// <summary>G13: within the leeway the token is still good.</summary>
    [Fact]
    public async Task Out_of_reach_takes_nobodys_valid_token_away()
    {
        _coordination.OnEnter = () => throw OutOfReach();
        _desk.Open(Given.Holding(Given.Set("at-old", Given.Orders, "a", "a", seconds: 30)));
        (await _desk.AskAsync(Given.Orders)).Token!.Value.Should().Be("at-old");
        _desk.Events.Failures.Should().ContainSingle().Which.ServedStoredToken.Should().BeTrue();
    }

    [Fact]
    public async Task It_recovers_by_itself()
    {
        _coordination.OnEnter = () => throw OutOfReach();
        await _desk.AskAsync(Given.Inventory);
        _coordination.OnEnter = () => { };
        (await _desk.AskAsync(Given.Inventory)).Token!.Value.Should().Be("at-new");
    }

    /// <summary>A call that changed nothing took its time all the same, in which the turn may have been lost.</summary>
    [Fact]
    public async Task Before_the_next_call_of_a_turn_it_is_made_sure_that_the_turn_is_still_ours()
    {
        _desk.Answers("""{"error":"mfa_required"}""", HttpStatusCode.Forbidden);
        _coordination.OnReadAgain = _ => throw OutOfReach();

        var results = await _desk.AskManyAsync(Given.Inventory, Given.Admin);

        results.Select(result => result.Reason).Should().Equal(
            AccessTokenFailure.MfaRequired, AccessTokenFailure.CoordinationUnavailable);
        _desk.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_turn_that_somebody_else_holds_for_too_long_is_transient()
    {
        _coordination.OnEnter = () => throw new TimeoutException();
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>G9: refused because another server had spent it.</summary>
    [Fact]
    public async Task A_refused_refresh_token_is_looked_up_once_more_and_the_newer_one_is_used()
    {
        _desk.Tenant = form => Task.FromResult(form["refresh_token"] == "rt-3"
            ? TokenDesk.Json("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden)
            : TokenDesk.Json(Bought));
        _coordination.OnReadAgain = turn => turn.Show(Sealed("rt-9", generation: 9));
        var result = await _desk.AskAsync(Given.Inventory);
        result.Token!.Value.Should().Be("at-new");
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-9");
        _desk.Session.Generation.Should().Be(10);
    }

    [Fact]
    public async Task A_token_that_another_server_obtained_meanwhile_is_taken_over()
    {
        _desk.Answers("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        _coordination.OnReadAgain = turn => turn.Show(Sealed(
            "rt-9", generation: 9, Given.Set("at-theirs", Given.Inventory, "a", "a")));
        (await _desk.AskAsync(Given.Inventory)).Token!.Value.Should().Be("at-theirs");
        _desk.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refusal_that_the_newest_session_confirms_is_final_and_asked_once()
    {
        _desk.Answers("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.RefreshTokenRejected);
        _desk.Asked.Should().ContainSingle();
        _desk.Session.RefreshToken.Should().BeNull();
    }

    /// <summary>G9: not confirmed, not ended.</summary>
    [Fact]
    public async Task A_refusal_that_cannot_be_confirmed_changes_nothing()
    {
        _desk.Answers("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        _coordination.OnReadAgain = _ => throw OutOfReach();
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.CoordinationUnavailable);
        _desk.Session.RefreshToken.Should().Be("rt-3");
        _coordination.Commits.Should().Be(0);
    }

    /// <summary>G5.</summary>
    [Fact]
    public async Task What_could_not_be_shared_is_served_and_carried_by_the_response()
    {
        _coordination.OnCommit = () => throw OutOfReach();
        (await _desk.AskAsync(Given.Inventory)).Token!.Value.Should().Be("at-new");
        _desk.Session.RefreshToken.Should().Be("rt-4");
        _desk.Revoked.Should().BeEmpty();
        _desk.Logs.Lines.Should().Contain(line => line.Contains("could not be shared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commit_that_is_refused_since_the_session_ended_ends_the_late_refresh_token()
    {
        await EndDuringAnExchangeAsync();
        _desk.Revoked.Should().BeEmpty("a request on another server may have ended the session, and may continue it");
        await LateAsync();
        _desk.Revoked.Should().ContainSingle().Which["token"].Should().Be("rt-4");
        _desk.Session.RefreshToken.Should().Be("rt-3");
    }

    /// <summary>G16: the sign-in on the other server has counted one generation more.</summary>
    [Fact]
    public async Task A_late_refresh_token_is_not_revoked_when_a_sign_in_has_continued_the_session()
    {
        await EndDuringAnExchangeAsync();
        await using (var turn = await _desk.Coordinator.EnterAsync("session", default))
        {
            await turn.CommitAsync(new SessionRecord(5, []), default);
        }

        await LateAsync();
        _desk.Revoked.Should().BeEmpty();
    }

    /// <summary>Nobody can tell whether a new session uses it.</summary>
    [Fact]
    public async Task A_late_refresh_token_is_not_revoked_while_the_coordinator_is_out_of_reach()
    {
        await EndDuringAnExchangeAsync();
        _coordination.OnEnter = () => throw OutOfReach();
        await LateAsync();
        _desk.Revoked.Should().BeEmpty();
        _desk.Logs.Lines.Should().Contain(line => line.Contains("[311]", StringComparison.Ordinal));
    }

    /// <summary>The database has just restarted: the quiet time ends later than the patience.</summary>
    [Fact]
    public async Task A_late_refresh_token_is_revoked_when_the_coordinator_is_back()
    {
        await EndDuringAnExchangeAsync();
        var tries = 0;
        _coordination.OnEnter = () =>
        {
            if (tries++ == 0)
            {
                throw OutOfReach();
            }
        };
        await LateAsync();
        tries.Should().Be(2);
        _desk.Revoked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_server_that_stops_revokes_a_late_refresh_token_at_once()
    {
        await EndDuringAnExchangeAsync();
        await _desk.InFlightWork.DrainAsync(default);
        _desk.Revoked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_session_that_is_known_to_have_ended_is_told_so_while_the_coordinator_is_out_of_reach()
    {
        _coordination.OnEnter = () =>
        {
            _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();
            throw OutOfReach();
        };
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
    }

    /// <summary>A turn that was lost: another server has exchanged meanwhile, and revoking would end what it got.</summary>
    [Fact]
    public async Task A_commit_that_is_refused_since_the_session_moved_on_is_transient_and_revokes_nothing()
    {
        _coordination.OnCommit = () => _coordination.Refuses = true;
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Revoked.Should().BeEmpty();
        _desk.Session.RefreshToken.Should().Be("rt-3");
    }

    /// <summary>A commit gives the turn up: another server may have had it before the second exchange.</summary>
    [Fact]
    public async Task Several_audiences_read_the_session_again_between_their_exchanges()
    {
        var bought = 0;
        _desk.Tenant = _ => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"at-{{++bought}}","expires_in":3600,"refresh_token":"rt-new-{{bought}}"}"""));
        _coordination.OnReadAgain = turn => turn.Show(Sealed("rt-9", generation: 9));
        var results = await _desk.AskManyAsync(Given.Inventory, Given.Admin);
        results.Select(result => result.Token!.Value).Should().Equal("at-1", "at-2");
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-9");
        _desk.Session.Generation.Should().Be(10);
    }

    [Fact]
    public async Task What_was_obtained_before_coordination_broke_off_is_handed_out()
    {
        _coordination.OnReadAgain = _ => throw OutOfReach();
        var results = await _desk.AskManyAsync(Given.Inventory, Given.Admin, Given.Orders);
        results[0].Token!.Value.Should().Be("at-new");
        results.Skip(1).Select(result => result.Reason).Should()
            .Equal(AccessTokenFailure.CoordinationUnavailable, AccessTokenFailure.CoordinationUnavailable);
        _desk.Events.Failures.Should().ContainSingle("what failed once is told once");
        _desk.Session.RefreshToken.Should().Be("rt-4");
    }

    [Fact]
    public async Task A_stopping_server_waits_for_the_exchange_and_its_commit()
    {
        var (call, answer) = await AskAndBeHeldAsync();
        using var stopping = new CancellationTokenSource();
        var stop = _desk.InFlightWork.DrainAsync(stopping.Token);
        stop.IsCompleted.Should().BeFalse();

        answer.SetResult(TokenDesk.Json(Bought));
        await stop;
        _coordination.Commits.Should().Be(1);
        (await call).Succeeded.Should().BeTrue();
        _desk.InFlightWork.Count.Should().Be(0);
    }

    [Fact]
    public async Task The_hosts_patience_is_the_limit_of_the_wait()
    {
        var (call, answer) = await AskAndBeHeldAsync();
        using var stopping = new CancellationTokenSource();
        var stop = _desk.InFlightWork.DrainAsync(stopping.Token);
        await stopping.CancelAsync();
        await stop.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();
        answer.SetResult(TokenDesk.Json(Bought));
        await call;
    }

    public void Dispose() => _desk.Dispose();

    /// <summary>A call whose exchange waits for the tenant until the test lets it answer.</summary>
    private async Task<(Task<AccessTokenResult> Call, TaskCompletionSource<HttpResponseMessage> Answer)> AskAndBeHeldAsync()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _desk.Tenant = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var call = _desk.AskAsync(Given.Inventory);
        await asked.Task;
        return (call, answer);
    }

    private static SessionCoordinationException OutOfReach() =>
        new("The database is out of reach.") { RetryAfter = TimeSpan.FromSeconds(7) };

    private SessionRecord Sealed(string refreshToken, long generation, params AccessTokenSet[] additional) =>
        _desk.Protector.Protect(new SessionTokens
        {
            SessionId = "session",
            Generation = generation,
            Scheme = Auth0Constants.AuthenticationScheme,
            RefreshToken = refreshToken,
            Additional = [.. additional],
        });

    private async Task EndDuringAnExchangeAsync()
    {
        _coordination.OnCommit = () =>
        {
            _coordination.OnCommit = () => { };
            _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();
        };
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
    }

    /// <summary>Lets the time pass in which another server may continue an ended session.</summary>
    private Task LateAsync()
    {
        _desk.Time.Advance(LateTokens.Patience);
        return _desk.InFlightWork.DrainAsync(default);
    }
}
