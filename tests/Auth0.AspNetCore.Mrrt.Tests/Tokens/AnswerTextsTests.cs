using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What a caller is told when its session changes while it asks, and what a call wants.</summary>
public sealed class AnswerTextsTests : IDisposable
{
    private static readonly string Own = Given.Jwt("""{"iss":"https://tenant.example.com/","sub":"alice","aud":"client"}""");
    private static readonly string Others = Given.Jwt("""{"iss":"https://tenant.example.com/","sub":"alice","aud":"another"}""");

    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public AnswerTextsTests()
    {
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers("""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""");
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_session_that_ended_while_the_caller_waited_for_its_turn()
    {
        _coordination.OnEnter = End;
        await SaysAsync(AccessTokenFailure.SessionEnded, "The session has ended.");
        _desk.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_that_ended_while_the_tenant_answered()
    {
        _coordination.OnCommit = End;
        await SaysAsync(AccessTokenFailure.SessionEnded, "The session ended while the token was being obtained.");
    }

    [Fact]
    public async Task A_session_that_moved_on_while_the_tenant_answered()
    {
        _coordination.Refuses = true;
        await SaysAsync(AccessTokenFailure.Transient, "The session moved on while the token was being obtained.");
    }

    [Fact]
    public async Task A_session_that_has_got_another_client_s_tokens()
    {
        _desk.Open(Given.Holding().Next(null, [], "rt-3", Own));
        _coordination.Shown = _desk.Protector.Protect(_desk.Session.Next(null, [], "rt-theirs", Others));
        await SaysAsync(
            AccessTokenFailure.NotSignedIn, "The session has tokens of another client or tenant since the request began.");
    }

    /// <summary>G4.</summary>
    [Fact]
    public async Task A_session_whose_newest_tokens_nobody_remembers_is_logged()
    {
        _coordination.Shown = SessionRecord.Mark(9);
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.NoRefreshToken);
        _desk.Asked.Should().BeEmpty();
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[307]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_session_gives_tokens_until_its_end_and_not_at_it(int ticks, bool given)
    {
        _desk.Open(Given.Holding(Given.Set("at-3", Given.Orders, "a", "a")));
        RequestSessionFeature.Known(_desk.Request, "Cookies")!.Prolong(_desk.Time.GetUtcNow().AddTicks(ticks));
        (await _desk.AskAsync(Given.Orders)).Succeeded.Should().Be(given);
    }

    [Fact]
    public async Task A_call_wants_a_request_and_several_want_their_list()
    {
        var calls = new Func<Task>[]
        {
            async () => await _desk.Tokens.GetAsync(null!, request: null, scheme: "Auth0", default),
            async () => await _desk.Tokens.GetManyAsync(null!, [], scheme: "Auth0", default),
            async () => await _desk.Tokens.GetManyAsync(_desk.Request, null!, scheme: "Auth0", default),
        };
        var names = new List<string?>();
        foreach (var call in calls)
        {
            names.Add((await call.Should().ThrowAsync<ArgumentNullException>()).Which.ParamName);
        }

        names.Should().Equal("httpContext", "httpContext", "requests");
    }

    [Fact]
    public async Task The_scheme_that_a_call_names_is_the_one_that_is_asked()
    {
        var one = await _desk.Tokens.GetAsync(_desk.Request, request: null, "Other", default);
        var several = await _desk.Tokens.GetManyAsync(_desk.Request, [new()], "Other", default);
        foreach (var result in several.Append(one))
        {
            result.Reason.Should().Be(AccessTokenFailure.NotSignedIn);
            result.ErrorDescription.Should().StartWith("The request has no session of scheme 'Other'");
        }
    }

    [Fact]
    public async Task A_caller_that_has_given_up_already_is_asked_for_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await FluentActions.Awaiting(() => _desk.AskAsync(_desk.Request, Given.Inventory, cancellationToken: gone.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>Several tokens in one call come out of one turn, which may end after the request.</summary>
    [Fact]
    public async Task A_call_for_several_tokens_takes_from_its_request_what_the_exchange_needs()
    {
        var looks = 0;
        RequestSessionFeature.Replace(_desk.Request, "Cookies", new RequestSession(Given.Holding())
        {
            FindTokenStore = _ =>
            {
                looks++;
                return null;
            },
        });
        await _desk.AskManyAsync(Given.Inventory);
        looks.Should().Be(1);
    }

    private void End() => _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();

    private async Task SaysAsync(AccessTokenFailure reason, string text)
    {
        var result = await _desk.AskAsync(Given.Inventory);
        (result.Reason, result.ErrorDescription).Should().Be((reason, text));
    }
}
