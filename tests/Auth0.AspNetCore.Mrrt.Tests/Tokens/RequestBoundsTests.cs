using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>G17: what comes from outside the application has a bound, and beyond it nothing is asked and nothing is kept.</summary>
public sealed class RequestBoundsTests : IDisposable
{
    private readonly TokenDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public async Task The_longest_audience(int length, bool isAsked) =>
        await AssertAsync(new string('a', length), scope: null, isAsked);

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task The_longest_scope(int length, bool isAsked) =>
        await AssertAsync(Given.Inventory, new string('s', length), isAsked);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task The_most_scopes(int count, bool isAsked) =>
        await AssertAsync(Given.Inventory, string.Join(' ', Enumerable.Range(0, count)), isAsked);

    [Theory]
    [InlineData("https://api\r\nwarn: forged", false)]
    [InlineData("https://api\u0085", false)]
    [InlineData("https://api\u2028", false)]
    [InlineData("https://api/\ud83d\ude42", true)]
    public async Task An_audience_has_printable_characters(string audience, bool isAsked) => await AssertAsync(audience, null, isAsked);

    [Fact]
    public async Task An_audience_has_no_half_of_a_character() => await AssertAsync("https://api" + (char)0xd800, null, isAsked: false);

    [Fact]
    public async Task The_most_requests_in_one_call()
    {
        var audiences = Enumerable.Range(0, RequestBounds.MostRequests + 1).Select(i => $"https://{i}").ToArray();
        var results = await _desk.AskManyAsync(audiences);
        results.Should().HaveCount(audiences.Length);
        results.Should().OnlyContain(result => result.Reason == AccessTokenFailure.InvalidRequest);
        _desk.Asked.Should().BeEmpty();
    }

    [Fact]
    public void The_bound_itself_is_within_it()
    {
        RequestBounds.Problem(50).Should().BeNull();
        RequestBounds.Problem(51).Should().Be("One call asks for more than 50 tokens.");
    }

    public static TheoryData<string?, string?, string?> Problems => new()
    {
        { null, null, null },
        { "https://api", "a\tb\r\nc", null },
        { new string('a', 601), null, "The audience is longer than 600 characters." },
        { null, new string('s', 4097), "The scopes are longer than 4096 characters." },
        { null, string.Join(' ', Enumerable.Range(0, 201)), "There are more than 200 scopes." },
        { "https://api\t", null, "The audience has a character that no identifier has." },
        { null, "a\u0001", "The scopes have a character that no scope has." },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_refused_request_says_which_bound_it_is_beyond(string? audience, string? scope, string? problem) =>
        RequestBounds.Problem(audience, scope).Should().Be(problem);

    /// <summary>Also where the session could answer nothing.</summary>
    [Fact]
    public async Task A_bound_comes_before_everything_else()
    {
        _desk.Settings.UseRefreshTokens = false;
        var scope = new string('s', 4097);
        _desk.Open(Given.Holding(Given.Set("at-3", Given.Inventory, scope, scope)));
        (await _desk.AskAsync(new string('a', 601))).Reason.Should().Be(AccessTokenFailure.InvalidRequest);
        var request = new AccessTokenRequest { Audience = Given.Inventory, Scope = scope };
        (await _desk.Tokens.GetManyAsync(_desk.Request, [request], null, default)).Single()
            .Reason.Should().Be(AccessTokenFailure.InvalidRequest);
    }

    [Fact]
    public async Task One_refused_request_in_a_call_leaves_the_others()
    {
        _desk.Answers("""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""");
        var results = await _desk.AskManyAsync(new string('a', 601), Given.Inventory);
        results.Select(result => result.Reason).Should().Equal(AccessTokenFailure.InvalidRequest, null);
        _desk.Asked.Should().ContainSingle();
    }

    /// <summary>A hundred exchanges of one session wait: one more is told so, and takes no place.</summary>
    [Fact]
    public async Task The_most_exchanges_that_wait_for_one_session()
    {
        var turns = new List<Task>();
        var held = await _desk.Coordinator.EnterAsync("session", default);
        for (var i = 1; i < RequestBounds.MostWaitingExchanges; i++)
        {
            turns.Add(_desk.Coordinator.EnterAsync("session", default).AsTask());
        }

        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Coordinator.Peek("session").QueueLength.Should().Be(RequestBounds.MostWaitingExchanges);
        _desk.Asked.Should().BeEmpty();
        await held.DisposeAsync();
    }

    /// <summary>Audiences that the settings do not name, one after the other, cost ten exchanges a minute at most.</summary>
    [Fact]
    public async Task Audiences_from_outside_are_asked_for_ten_times_a_minute()
    {
        var other = Given.Jwt($$"""{"aud":"{{Given.Orders}}"}""");
        _desk.Tenant = _ => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"{{other}}","expires_in":3600,"refresh_token":"rt-{{_desk.Asked.Count}}"}"""));
        for (var i = 0; i < 15; i++)
        {
            (await _desk.AskAsync($"https://{i}")).Reason.Should().Be(AccessTokenFailure.AudienceNotGranted);
        }

        _desk.Asked.Should().HaveCount(10);
        _desk.Settings.ScopeByAudience[Given.Admin] = "a";
        await _desk.AskAsync(Given.Admin);
        _desk.Asked.Should().HaveCount(11, "the settings name this one");
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await _desk.AskAsync("https://16");
        _desk.Asked.Should().HaveCount(12);
    }

    /// <summary>What is remembered of refused scopes does not grow from call to call.</summary>
    [Fact]
    public async Task Scopes_from_outside_are_remembered_up_to_a_bound()
    {
        var number = 0;
        _desk.Tenant = _ => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"at-{{++number}}","expires_in":3600,"scope":"a","refresh_token":"rt-{{number + 10}}"}"""));
        for (var i = 0; i < 250; i++)
        {
            await _desk.AskAsync(Given.Inventory, $"a x{i}");
        }

        _desk.Session.Additional.Should().ContainSingle();
        ScopeSet.Count(_desk.Session.Additional[0].RequestedScope).Should().BeLessThanOrEqualTo(RequestBounds.MostScopes);
    }

    private async Task AssertAsync(string audience, string? scope, bool isAsked)
    {
        var result = await _desk.AskAsync(audience, scope);
        _desk.Asked.Should().HaveCount(isAsked ? 1 : 0);
        if (!isAsked)
        {
            result.Reason.Should().Be(AccessTokenFailure.InvalidRequest);
            result.ErrorDescription.Should().NotContain(audience);
            _desk.Session.RefreshToken.Should().Be("rt-3");
            _desk.Events.Failures.Should().BeEmpty();
        }
    }
}
