using Auth0.AspNetCore.Mrrt.Session.Request;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>An event of an exchange says what its caller gets.</summary>
public sealed class ExchangeEventTests : IDisposable
{
    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public ExchangeEventTests()
    {
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers("""{"access_token":"new","refresh_token":"rt-4"}""");
    }

    public void Dispose() => _desk.Dispose();

    /// <summary>G14.</summary>
    [Fact]
    public async Task A_session_that_ends_after_the_commit_raises_a_failure_and_no_refresh()
    {
        _coordination.OnLeave = () => _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        _desk.Events.Refreshes.Should().BeEmpty();
        _desk.Events.Failures.Should().ContainSingle()
            .Which.Should().Match<AccessTokenRefreshFailedContext>(context =>
                context.Reason == AccessTokenFailure.SessionEnded && context.Audience == Inventory && !context.ServedStoredToken);
    }

    /// <summary>The first caller leaves its session while the exchange runs. The second caller gets the token, and its event.</summary>
    [Fact]
    public async Task A_caller_that_has_left_its_session_leaves_the_event_to_the_others()
    {
        var (leaving, staying) = (TokenDesk.Bring(Holding()), TokenDesk.Bring(Holding()));
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tenant = _desk.Tenant;
        _desk.Tenant = async form =>
        {
            await answer.Task;
            return await tenant(form);
        };
        var (first, second) = (_desk.AskAsync(leaving, Inventory), _desk.AskAsync(staying, Inventory));
        RequestSessionFeature.Known(leaving, "Cookies")!.Close();
        answer.SetResult();

        (await first).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        (await second).Token!.Value.Should().Be("new");
        _desk.Events.Refreshes.Should().ContainSingle().Which.HttpContext.Should().BeSameAs(staying);
        _desk.Events.Failures.Should().BeEmpty();
        _desk.Asked.Should().ContainSingle();
    }

    /// <summary>The turn could not be taken: the needs of a batch share one failure.</summary>
    [Fact]
    public async Task A_failure_of_several_tokens_at_once_raises_one_event()
    {
        _coordination.OnEnter = () => throw new TimeoutException();
        (await _desk.AskManyAsync(Inventory, Admin)).Select(result => result.Reason)
            .Should().Equal(AccessTokenFailure.Transient, AccessTokenFailure.Transient);
        _desk.Events.Failures.Should().ContainSingle().Which.Audience.Should().Be(Inventory);
    }

    [Fact]
    public async Task Several_tokens_at_once_raise_an_event_each()
    {
        await _desk.AskManyAsync(Inventory, Admin);
        _desk.Events.Refreshes.Select(context => context.Audience).Should().Equal(Inventory, Admin);
    }
}
