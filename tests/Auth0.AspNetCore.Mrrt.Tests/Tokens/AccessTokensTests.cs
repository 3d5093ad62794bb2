using System.Net;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Protocol, steps 1 to 4 and 11; conformance.md, "Expiry" and "Writing"; official SDK 10 to 24.</summary>
public sealed class AccessTokensTests : IDisposable
{
    private readonly TokenDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    /// <summary>"Expiry": leeway 60 s; a token of 30 s is renewed, one of 120 s is not, primary and additional alike;
    /// official SDK 20.</summary>
    [Theory]
    [InlineData(Orders, 30, true)]
    [InlineData(Orders, 60, true)]
    [InlineData(Orders, 61, false)]
    [InlineData(Orders, 120, false)]
    [InlineData(Inventory, 30, true)]
    [InlineData(Inventory, 60, true)]
    [InlineData(Inventory, 61, false)]
    public async Task A_token_is_renewed_from_the_leeway_on(string audience, int seconds, bool renewed)
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a", seconds), Set("t", Inventory, "a", "a", seconds)));
        _desk.Answers("""{"access_token":"new","expires_in":3600}""");
        var before = _desk.Session;
        (await _desk.AskAsync(audience, "a")).Token!.Value.Should().Be(renewed ? "new" : audience == Orders ? "p" : "t");
        _desk.Asked.Should().HaveCount(renewed ? 1 : 0);
        if (!renewed)
        {
            _desk.Session.Should().BeSameAs(before, "a token from the session costs no write");
        }
    }

    /// <summary>T10: ten pages at once must not keep the tenant from recovering.</summary>
    [Fact]
    public async Task After_a_429_the_tenant_is_left_alone_until_its_time()
    {
        _desk.Tenant = _ =>
        {
            var answer = TokenDesk.Json("""{"error":"too_many_requests"}""", HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(30));
            return Task.FromResult(answer);
        };
        for (var i = 0; i < 10; i++)
        {
            var result = await _desk.AskAsync(Given.Inventory);
            result.Reason.Should().Be(AccessTokenFailure.Transient);
            result.RetryAfter.Should().Be(TimeSpan.FromSeconds(30 - i));
            _desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        _desk.Asked.Should().ContainSingle();
        _desk.Answers("""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""");
        _desk.Time.Advance(TimeSpan.FromSeconds(19));
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        (await _desk.AskAsync(Given.Inventory)).Token!.Value.Should().Be("at-new");
    }

    [Fact]
    public async Task Without_a_leeway_a_token_is_given_to_its_last_second()
    {
        _desk.Settings.AccessTokenExpirationLeeway = TimeSpan.Zero;
        _desk.Open(Holding(Set("p", Orders, "a", "a", 1)));
        (await _desk.AskAsync(Orders, "a")).Token!.Value.Should().Be("p");
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Orders, "a")).Token!.Value.Should().Be("new");
    }

    /// <summary>Official SDK 38.</summary>
    [Theory]
    [InlineData(120, 70, true)]
    [InlineData(120, 121, false)]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    public async Task The_leeway_is_what_the_application_sets(int leeway, int secondsLeft, bool renewed)
    {
        _desk.Settings.AccessTokenExpirationLeeway = TimeSpan.FromSeconds(leeway);
        _desk.Open(Holding(Set("p", Orders, "a", "a", secondsLeft)));
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Orders, "a")).Token!.Value.Should().Be(renewed ? "new" : "p");
    }

    /// <summary>"Expiry": within the leeway and no refresh token: the stored token, and no error.</summary>
    [Theory]
    [InlineData(Orders, "p")]
    [InlineData(Inventory, "t")]
    public async Task Without_a_refresh_token_a_token_is_given_to_its_last_second(string audience, string token)
    {
        _desk.Open(Holding().Next(
            Set("p", Orders, "a", "a", 30), [Set("t", Inventory, "a", "a", 30)], refreshToken: null, "it"));
        (await _desk.AskAsync(audience, "a")).Token!.Value.Should().Be(token);
        _desk.Time.Advance(TimeSpan.FromSeconds(29));
        (await _desk.AskAsync(audience, "a")).Token!.Value.Should().Be(token);
        _desk.Events.MissingRefreshTokens.Should().BeEmpty();
        _desk.Events.Failures.Should().BeEmpty();
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        (await _desk.AskAsync(audience, "a")).Reason.Should().Be(AccessTokenFailure.NoRefreshToken);
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>Expired, or none for the audience, and no refresh token: told so, and the tenant is not asked.</summary>
    [Theory]
    [InlineData(Orders)]
    [InlineData(Inventory)]
    public async Task Without_a_refresh_token_there_is_nothing_to_ask_with(string audience)
    {
        _desk.Open(Holding().Next(Set("p", Orders, "a", "a", -1), [], refreshToken: null, "it"));
        var result = await _desk.AskAsync(audience, "a");
        result.Reason.Should().Be(AccessTokenFailure.NoRefreshToken);
        result.ErrorDescription.Should().Contain("no refresh token");
        _desk.Asked.Should().BeEmpty();
        _desk.Events.MissingRefreshTokens.Should().ContainSingle();
        _desk.Events.Failures.Should().BeEmpty();
    }

    /// <summary>[ours] Forced refresh without refresh token: an explicit error. Official SDK 12.</summary>
    [Fact]
    public async Task A_forced_refresh_without_a_refresh_token_is_no_stored_token()
    {
        _desk.Open(Holding().Next(Set("p", Orders, "a", "a"), [], refreshToken: null, "it"));
        (await _desk.AskAsync(Orders, "a", force: true)).Reason.Should().Be(AccessTokenFailure.NoRefreshToken);
        (await _desk.AskAsync(Orders, "a")).Token!.Value.Should().Be("p");
    }

    /// <summary>Official SDK 30: audience and scope go on the wire when there are any.</summary>
    [Fact]
    public async Task The_tenant_is_asked_for_the_audience_and_the_scopes()
    {
        _desk.Settings.ScopeByAudience[Inventory] = "read:inventory";
        _desk.Answers("""{"access_token":"new"}""");
        await _desk.AskAsync(Inventory, "x");
        _desk.Asked[0].Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = "rt-3",
            ["client_id"] = "client",
            ["client_secret"] = "client-secret",
            ["audience"] = Inventory,
            ["scope"] = "read:inventory x",
        });

        _desk.Settings.Audience = null;
        _desk.OpenNext();
        await _desk.AskAsync(null);
        _desk.Asked[1].Keys.Should().NotContain(["audience", "scope"]);
    }

    /// <summary>"Scopes and lookup": [ours] an audience asked for without a scope: its configured scopes are looked up,
    /// and are sent; official SDK 22.</summary>
    [Fact]
    public async Task The_scopes_configured_for_an_audience_are_sent_and_looked_up_when_a_request_names_none()
    {
        _desk.Settings.ScopeByAudience[Inventory] = "read:inventory";
        _desk.Open(Holding(null, Set("other", Inventory, "write:inventory", "write:inventory")));
        _desk.Answers("""{"access_token":"new","expires_in":3600}""");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new", "the stored one has another scope");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new");
        _desk.Asked.Should().ContainSingle().Which["scope"].Should().Be("read:inventory");
    }

    /// <summary>Each exchange with the refresh token of the one before (G4).</summary>
    [Fact]
    public async Task A_rotated_refresh_token_is_the_next_one_used()
    {
        _desk.Tenant = _ => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"at-{{_desk.Asked.Count}}","refresh_token":"rt-{{3 + _desk.Asked.Count}}"}"""));
        await _desk.AskAsync(Inventory);
        await _desk.AskAsync(Admin);
        _desk.OpenNext();
        await _desk.AskAsync(Orders);
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-4", "rt-5");
    }

    /// <summary>Official SDK 17, and G5: a failure with the answer's status, and only a rotated refresh token is
    /// kept.</summary>
    [Theory]
    [InlineData("{}", "rt-3")]
    [InlineData("""{"refresh_token":"rt-4"}""", "rt-4")]
    [InlineData("""{"access_token":"","refresh_token":"rt-4","id_token":7}""", "rt-4")]
    public async Task After_a_success_without_an_access_token_the_newest_refresh_token_is_the_next_one_used(
        string body, string next)
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a")));
        var before = _desk.Session;
        _desk.Answers(body);
        (await _desk.AskAsync(Inventory, "a")).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Session.Should().BeEquivalentTo(
            before, options => options.Excluding(s => s.RefreshToken).Excluding(s => s.Generation));
        var failure = _desk.Events.Failures.Should().ContainSingle().Subject;
        failure.StatusCode.Should().Be(200);
        failure.Error.Should().Be("invalid_token_response");
        _desk.OpenNext();
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("new");
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", next);
    }

    /// <summary>Second call in the same request after a refresh: no second exchange.</summary>
    [Fact]
    public async Task What_was_bought_is_there_for_the_rest_of_the_request_and_for_the_next()
    {
        _desk.Answers("""{"access_token":"new","expires_in":3600}""");
        await _desk.AskAsync(Inventory, "a");
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("new");
        _desk.OpenNext();
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("new");
        _desk.Asked.Should().ContainSingle();
        _desk.Events.Refreshes.Should().ContainSingle();
    }

    /// <summary>Official SDK 14; peer-traps 2.2 e: a session without an expiry broke every request.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("4102444800")]
    public async Task A_token_whose_expiry_cannot_be_read_costs_one_exchange(string? expiresAt)
    {
        _desk.Open(TicketTokens.Read(new Dictionary<string, string?>
        {
            [TicketItems.AccessToken] = Given.Jwt($$"""{"aud":"{{Orders}}","scope":"a"}"""),
            [TicketItems.ExpiresAt] = expiresAt,
            [TicketItems.RefreshToken] = "rt",
        }));
        await OneExchangeMendsItAsync(Orders);
    }

    /// <summary>Official SDK 13.</summary>
    [Theory]
    [InlineData("[{")]
    [InlineData("""[{"access_token":7}]""")]
    public async Task A_list_of_tokens_that_cannot_be_read_costs_one_exchange(string list)
    {
        _desk.Open(TicketTokens.Read(new Dictionary<string, string?>
        {
            [TicketItems.AccessTokens] = list,
            [TicketItems.RefreshToken] = "rt",
        }));
        await OneExchangeMendsItAsync(Inventory);
    }

    /// <summary>peer-traps 2.2 j: such a session spent a refresh token with each call.</summary>
    [Fact]
    public async Task A_session_that_holds_no_access_token_buys_it_once()
    {
        _desk.Open(TicketTokens.Read(new Dictionary<string, string?> { [TicketItems.RefreshToken] = "rt" }));
        await OneExchangeMendsItAsync(Orders);
    }

    /// <summary>peer-traps 2.3 i: such a token was never kept.</summary>
    [Fact]
    public async Task A_token_whose_lifetime_nobody_tells_is_not_bought_with_each_call()
    {
        _desk.Answers("""{"access_token":"opaque","refresh_token":"rt-4"}""");
        await _desk.AskAsync(Inventory, "a");
        _desk.OpenNext();
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("opaque");
        _desk.Asked.Should().ContainSingle();
    }

    /// <summary>peer-traps 2.3 b: the reading caller was given the token that could only write.</summary>
    [Fact]
    public async Task Tokens_whose_answers_name_no_scope_are_told_apart_by_what_was_asked()
    {
        _desk.Tenant = form => Task.FromResult(TokenDesk.Json($$"""{"access_token":"{{form["scope"]}}","expires_in":3600}"""));
        foreach (var scope in new[] { "read", "write", "read", "write" })
        {
            (await _desk.AskAsync(Inventory, scope)).Token!.Value.Should().Be(scope);
            _desk.OpenNext();
        }

        _desk.Asked.Should().HaveCount(2);
    }

    /// <summary>A request with an older cookie takes over what the newer one bought, and spends nothing (G4).</summary>
    [Fact]
    public async Task A_request_with_an_older_cookie_finds_what_the_newer_one_bought()
    {
        var old = _desk.Session;
        _desk.Answers("""{"access_token":"new","expires_in":3600,"refresh_token":"rt-4"}""");
        await _desk.AskAsync(Inventory, "a");
        _desk.Open(old);
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("new");
        _desk.Session.RefreshToken.Should().Be("rt-4");
        _desk.Asked.Should().ContainSingle();
        _desk.Events.Refreshes.Should().ContainSingle("the second one was no exchange");
    }

    /// <summary>Who forces a refresh is content with a token that was not there when it asked.</summary>
    [Fact]
    public async Task A_forced_refresh_with_an_older_cookie_takes_the_newer_token()
    {
        var old = Holding(Set("p", Orders, "a", "a"));
        _desk.Open(old);
        _desk.Answers("""{"access_token":"new","expires_in":3600,"refresh_token":"rt-4"}""");
        (await _desk.AskAsync(Orders, "a", force: true)).Token!.Value.Should().Be("new");
        _desk.Open(old);
        (await _desk.AskAsync(Orders, "a", force: true)).Token!.Value.Should().Be("new");
        _desk.Asked.Should().ContainSingle();
        _desk.Answers("""{"access_token":"newer","expires_in":3600,"refresh_token":"rt-5"}""");
        (await _desk.AskAsync(Orders, "a", force: true)).Token!.Value.Should().Be("newer");
    }

    /// <summary>G11.</summary>
    [Fact]
    public async Task While_somebody_renews_a_token_that_is_still_valid_is_given()
    {
        var session = Holding(Set("p", Orders, "a", "a", 30));
        _desk.Open(session);
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        var asked = new TaskCompletionSource();
        _desk.Tenant = _ =>
        {
            asked.SetResult();
            return gate.Task;
        };
        var renewing = _desk.AskAsync(Orders, "a");
        await asked.Task;

        var meanwhile = await _desk.AskAsync(TokenDesk.Bring(session), Orders, "a");
        meanwhile.Token!.Value.Should().Be("p");
        var expired = _desk.AskAsync(TokenDesk.Bring(session), Orders, "b");
        expired.IsCompleted.Should().BeFalse("no token for it is at hand");

        _desk.Tenant = _ => Task.FromResult(TokenDesk.Json("""{"access_token":"other"}"""));
        gate.SetResult(TokenDesk.Json("""{"access_token":"new"}"""));
        (await renewing).Token!.Value.Should().Be("new");
        (await expired).Token!.Value.Should().Be("other");
    }

    /// <summary>G1: not for the turn, and not for the tenant.</summary>
    [Fact]
    public async Task A_valid_token_is_given_while_the_turn_of_its_session_is_taken()
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a"), Set("t", Inventory, "a", "a")));
        await using var turn = await _desk.Coordinator.EnterAsync("session", CancellationToken.None);
        var primary = _desk.AskAsync(Orders, "a");
        var several = _desk.AskManyAsync(Orders, Inventory);
        primary.IsCompleted.Should().BeTrue();
        several.IsCompleted.Should().BeTrue();
        (await primary).Token!.Value.Should().Be("p");
        (await several).Select(result => result.Token!.Value).Should().Equal("p", "t");
    }

    /// <summary>peer-traps, second half, 2.1: a call that joined another one's exchange was given that one's token.</summary>
    [Fact]
    public async Task Calls_at_once_for_other_scopes_of_the_same_audience_each_get_their_own_token()
    {
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _desk.Tenant = async form =>
        {
            asked.TrySetResult();
            await gate.Task;
            return TokenDesk.Json($$"""{"access_token":"{{form["scope"]}}","expires_in":3600}""");
        };
        Task<AccessTokenResult>[] calls =
        [
            .. new[] { "a", "b", "a b", "b a", "c" }.Select(scope => _desk.AskAsync(TokenDesk.Bring(Holding()), Inventory, scope)),
        ];
        await asked.Task;
        gate.SetResult();
        var results = await Task.WhenAll(calls);
        results.Select(result => result.MissingScopes.Count).Should().AllBeEquivalentTo(0);
        results.Select(result => result.Token!.Scopes.Contains("c")).Should().Equal(false, false, false, false, true);
        results[2].Token!.Scopes.Should().BeEquivalentTo("a", "b");
    }

    /// <summary>G10; peer-traps, second half, 2.1: the first caller's cancellation cancelled everybody.</summary>
    [Fact]
    public async Task A_caller_that_cancels_is_freed_alone_and_what_it_began_is_kept()
    {
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource<HttpResponseMessage>());
        _desk.Tenant = _ =>
        {
            asked.SetResult();
            return gate.Task;
        };
        using var cancel = new CancellationTokenSource();
        var leader = _desk.AskAsync(_desk.Request, Inventory, cancellationToken: cancel.Token);
        await asked.Task;
        var follower = _desk.AskAsync(TokenDesk.Bring(Holding()), Inventory);
        await cancel.CancelAsync();
        await this.Awaiting(_ => leader).Should().ThrowAsync<OperationCanceledException>();
        follower.IsCompleted.Should().BeFalse();

        gate.SetResult(TokenDesk.Json("""{"access_token":"new","expires_in":3600,"refresh_token":"rt-4"}"""));
        (await follower).Token!.Value.Should().Be("new");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new", "the request itself goes on");
        _desk.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Who_has_cancelled_before_begins_nothing()
    {
        var ask = () => _desk.AskAsync(_desk.Request, Inventory, cancellationToken: new CancellationToken(canceled: true));
        await ask.Should().ThrowAsync<OperationCanceledException>();
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>A tenant that cannot answer takes nobody's valid token away; the application hears of it.</summary>
    [Fact]
    public async Task Within_the_leeway_a_transient_failure_serves_what_is_still_valid()
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a", 30)));
        _desk.Answers("", HttpStatusCode.ServiceUnavailable);
        (await _desk.AskAsync(Orders, "a")).Token!.Value.Should().Be("p");
        _desk.Events.Failures.Should().ContainSingle().Which.ServedStoredToken.Should().BeTrue();
        (await _desk.AskAsync(Orders, "a", force: true)).Reason.Should().Be(AccessTokenFailure.Transient);
        (await _desk.AskAsync(Orders, "b")).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Events.Failures.Last().ServedStoredToken.Should().BeFalse();
    }

    [Theory]
    [InlineData("unauthorized_client", AccessTokenFailure.ExchangeRefused)]
    [InlineData("unauthorized", AccessTokenFailure.UserBlocked)]
    public async Task A_refusal_of_the_user_is_not_bridged_with_a_stored_token(string error, AccessTokenFailure reason)
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a", 30)));
        _desk.Answers($$"""{"error":"{{error}}"}""", HttpStatusCode.Unauthorized);
        (await _desk.AskAsync(Orders, "a")).Reason.Should().Be(reason);
    }

    /// <summary>"The same call is not made again until that token expires", and no longer: somebody may have granted the
    /// scope meanwhile, and a token that is renewed in time never expires.</summary>
    [Fact]
    public async Task A_scope_that_was_refused_is_asked_for_again_although_its_token_was_renewed_in_time()
    {
        var grants = "a";
        _desk.Tenant = form => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"at-{{_desk.Asked.Count}}","expires_in":3600,"scope":"{{string.Join(' ', form["scope"].Split(' ').Where(grants.Contains))}}"}"""));
        (await _desk.AskAsync(Inventory, "a b")).MissingScopes.Should().Equal("b");
        grants = "a b";
        (await _desk.AskAsync(Inventory, "a b")).MissingScopes.Should().Equal("b");
        _desk.Time.Advance(TimeSpan.FromMinutes(59));
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("at-2", "renewed within the leeway");
        (await _desk.AskAsync(Inventory, "a b")).MissingScopes.Should().Equal(["b"], "for one minute more");
        _desk.OpenNext();
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        (await _desk.AskAsync(Inventory, "a b")).MissingScopes.Should().BeEmpty();
        _desk.Asked.Should().HaveCount(3);
    }

    /// <summary>A refusal that is no longer remembered is a reason to ask, and none to go without the token.</summary>
    [Fact]
    public async Task A_token_that_lacks_a_scope_still_bridges_an_outage_when_the_refusal_is_forgotten()
    {
        _desk.Open(Holding(null, Set("t", Inventory, "a", "a").WithRequestedScope("a b", Now)));
        _desk.Answers("", HttpStatusCode.ServiceUnavailable);
        var result = await _desk.AskAsync(Inventory, "a b");
        result.Token!.Value.Should().Be("t");
        result.MissingScopes.Should().Equal("b");
        _desk.Asked.Should().ContainSingle();
        _desk.Events.Failures.Should().ContainSingle().Which.ServedStoredToken.Should().BeTrue();
    }

    /// <summary>Every such answer costs a refresh token: a page that asks for an audience without a policy would spend
    /// one with each request.</summary>
    [Fact]
    public async Task An_audience_that_was_not_granted_is_not_asked_for_again_for_a_minute()
    {
        _desk.Answers($$"""{"access_token":"{{Given.Jwt("""{"aud":"https://elsewhere"}""")}}","refresh_token":"rt-4"}""");
        foreach (var scope in new[] { "a", "a", "b", null })
        {
            var result = await _desk.AskAsync(Inventory, scope);
            result.Reason.Should().Be(AccessTokenFailure.AudienceNotGranted);
            result.ErrorDescription.Should().Contain(Inventory);
            _desk.OpenNext();
        }

        (await _desk.AskManyAsync(Inventory, Inventory)).Select(result => result.Reason)
            .Should().Equal(AccessTokenFailure.AudienceNotGranted, AccessTokenFailure.AudienceNotGranted);
        _desk.Asked.Should().ContainSingle();
        _desk.Events.Failures.Should().ContainSingle("an exchange is told once, and no exchange never");

        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new", "somebody has added the policy");
    }

    [Fact]
    public async Task A_forced_refresh_asks_for_an_audience_that_was_not_granted()
    {
        _desk.Answers($$"""{"access_token":"{{Given.Jwt("""{"aud":"https://elsewhere"}""")}}"}""");
        await _desk.AskAsync(Inventory);
        await _desk.AskAsync(Inventory, force: true);
        _desk.Asked.Should().HaveCount(2);
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Inventory, force: true)).Token!.Value.Should().Be("new");
        (await _desk.AskAsync(Inventory, "x")).Token!.Value.Should().Be("new", "nothing is refused any more");
    }

    /// <summary>Who waited for the turn learns what the one before it learnt.</summary>
    [Fact]
    public async Task Those_who_wait_behind_a_refused_audience_do_not_ask_again()
    {
        _desk.Answers($$"""{"access_token":"{{Given.Jwt("""{"aud":"https://elsewhere"}""")}}"}""");
        var results = await _desk.AskManyAsync(Inventory, Inventory, Admin);
        results.Select(result => result.Reason).Should().AllBeEquivalentTo(AccessTokenFailure.AudienceNotGranted);
        _desk.Asked.Should().HaveCount(2);
        _desk.Events.Failures.Should().HaveCount(2);
    }

    /// <summary>Two callers with different wishes, both refused: one exchange each, and not one for each call.</summary>
    [Fact]
    public async Task Callers_that_are_refused_different_scopes_do_not_drive_each_other_to_the_tenant()
    {
        _desk.Answers("""{"access_token":"t","expires_in":3600,"scope":"a"}""");
        for (var round = 0; round < 3; round++)
        {
            (await _desk.AskAsync(Inventory, "a b")).MissingScopes.Should().Equal("b");
            (await _desk.AskAsync(Inventory, "a c")).MissingScopes.Should().Equal("c");
            _desk.OpenNext();
        }

        _desk.Asked.Should().HaveCount(2);
        _desk.Session.Additional.Should().ContainSingle();
    }

    /// <summary>Official SDK 16: the event carries all that the tenant said.</summary>
    [Fact]
    public async Task A_failure_is_told_with_what_the_tenant_said()
    {
        _desk.Answers("""{"error":"invalid_grant","error_description":"gone"}""", HttpStatusCode.Forbidden);
        await _desk.AskAsync(Inventory, "a");
        _desk.Events.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            HttpContext = _desk.Request,
            Reason = AccessTokenFailure.RefreshTokenRejected,
            Audience = Inventory,
            Scope = "a",
            StatusCode = 403,
            Error = "invalid_grant",
            ErrorDescription = "gone",
            Exception = (Exception?)null,
            ServedStoredToken = false,
        });
        _desk.Events.Refreshes.Should().BeEmpty();
    }

    /// <summary>Official SDK 23; peer-traps 2.2 c: one challenge took the refresh token, and with it the way to answer the
    /// challenge.</summary>
    [Theory]
    [InlineData("mfa_required", AccessTokenFailure.MfaRequired)]
    [InlineData("consent_required", AccessTokenFailure.InteractionRequired)]
    public async Task A_challenge_leaves_the_session_as_it_is_and_the_next_call_asks_again(
        string error, AccessTokenFailure reason)
    {
        var before = _desk.Session;
        _desk.Answers($$"""{"error":"{{error}}","mfa_token":"mfa"}""", HttpStatusCode.Forbidden);
        (await _desk.AskAsync(Admin)).Reason.Should().Be(reason);
        _desk.Session.Should().BeSameAs(before);
        _desk.Events.Failures.Should().ContainSingle().Which.Error.Should().Be(error);
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Admin)).Token!.Value.Should().Be("new");
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-3");
    }

    /// <summary>Official SDK 18: a network failure is an event with the exception, and nothing is thrown.</summary>
    [Fact]
    public async Task What_kept_the_tenant_from_answering_is_told()
    {
        _desk.Tenant = _ => throw new HttpRequestException("no route");
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        var failure = _desk.Events.Failures.Should().ContainSingle().Subject;
        failure.Exception.Should().BeOfType<HttpRequestException>();
        failure.StatusCode.Should().BeNull();
        failure.Error.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_success_is_told_with_what_was_obtained(bool rotated)
    {
        var idToken = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app"}""");
        _desk.Answers(rotated
            ? $$"""{"access_token":"new","refresh_token":"rt-4","id_token":"{{idToken}}"}"""
            : """{"access_token":"new"}""");
        await _desk.AskAsync(Inventory);
        var refresh = _desk.Events.Refreshes.Should().ContainSingle().Subject;
        refresh.Audience.Should().Be(Inventory);
        refresh.AccessToken.Value.Should().Be("new");
        refresh.RefreshTokenRotated.Should().Be(rotated);
        refresh.IdToken.Should().Be(rotated ? idToken : null);
    }

    /// <summary>T6.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task A_lifetime_of_nothing_costs_one_exchange(string seconds)
    {
        _desk.Answers($$"""{"access_token":"new","expires_in":{{seconds}},"refresh_token":"rt-4"}""");
        for (var call = 0; call < 3; call++)
        {
            (await _desk.AskAsync(Inventory)).Token!.ExpiresAt.Should().BeAfter(_desk.Time.GetUtcNow());
        }

        _desk.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_token_that_has_expired_when_its_answer_arrives_is_not_given_and_its_refresh_token_is_kept()
    {
        _desk.Tenant = _ =>
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(TokenDesk.Json("""{"access_token":"new","expires_in":5,"refresh_token":"rt-4"}"""));
        };
        var result = await _desk.AskAsync(Inventory);
        (result.Reason, result.Error).Should().Be((AccessTokenFailure.Transient, "expired_on_arrival"));
        _desk.Session.RefreshToken.Should().Be("rt-4");
    }

    /// <summary>A secret that was changed badly must not take away what is valid.</summary>
    [Fact]
    public async Task While_the_tenant_refuses_the_credentials_a_valid_token_is_still_given()
    {
        _desk.Open(Holding(null, Set("t", Inventory, "a", "a", seconds: 30)));
        _desk.Answers("""{"error":"access_denied","error_description":"Unauthorized"}""", HttpStatusCode.Unauthorized);
        (await _desk.AskAsync(Inventory, "a")).Token!.Value.Should().Be("t");
        (await _desk.AskAsync(Admin)).Reason.Should().Be(AccessTokenFailure.ClientRefused);
        _desk.Session.RefreshToken.Should().Be("rt-3");
    }

    [Fact]
    public async Task A_blocked_user_is_told_so_and_the_session_is_unchanged()
    {
        _desk.Answers("""{"error":"unauthorized","error_description":"user is blocked"}""", HttpStatusCode.Unauthorized);
        var result = await _desk.AskAsync(Inventory);
        (result.Reason, result.ErrorDescription).Should().Be((AccessTokenFailure.UserBlocked, "user is blocked"));
        _desk.Session.RefreshToken.Should().Be("rt-3");
    }

    [Fact]
    public async Task What_an_event_handler_throws_stays_its_own()
    {
        _desk.Settings.Events.OnTokensRefreshed = _ => throw new InvalidOperationException("theirs");
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[303]") && line.Contains("theirs"));
    }

    /// <summary>Two audiences with one turn; each need has its own answer, and a stored one costs nothing.</summary>
    [Fact]
    public async Task Several_tokens_are_bought_in_one_turn_and_come_in_order()
    {
        _desk.Open(Holding(Set("p", Orders, "a", "a")));
        _desk.Tenant = form => Task.FromResult(TokenDesk.Json(
            $$"""{"access_token":"{{form["audience"]}}","refresh_token":"rt-{{3 + _desk.Asked.Count}}"}"""));
        var results = await _desk.AskManyAsync(Inventory, Orders, Admin, Inventory);
        results.Select(result => result.Token!.Value).Should().Equal(Inventory, "p", Admin, Inventory);
        _desk.Asked.Select(form => form["refresh_token"]).Should().Equal("rt-3", "rt-4");
        _desk.Events.Refreshes.Should().HaveCount(2);
        _desk.Session.RefreshToken.Should().Be("rt-5");
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant"}""", 403, 1, AccessTokenFailure.RefreshTokenRejected)]
    [InlineData("""{"error":"unauthorized_client"}""", 403, 1, AccessTokenFailure.ExchangeRefused)]
    [InlineData("""{"error":"invalid_client"}""", 401, 1, AccessTokenFailure.ClientRefused)]
    [InlineData("""{"error":"unauthorized","error_description":"user is blocked"}""", 401, 1, AccessTokenFailure.UserBlocked)]
    [InlineData("", 503, 1, AccessTokenFailure.Transient)]
    [InlineData("""{"error":"mfa_required"}""", 403, 2, AccessTokenFailure.MfaRequired)]
    [InlineData("""{"error":"consent_required"}""", 403, 2, AccessTokenFailure.InteractionRequired)]
    public async Task A_failure_that_the_next_one_would_share_ends_the_turn(
        string body, int status, int asked, AccessTokenFailure reason)
    {
        _desk.Answers(body, (HttpStatusCode)status);
        var results = await _desk.AskManyAsync(Inventory, Admin);
        results.Select(result => result.Reason).Should().Equal(reason, reason);
        _desk.Asked.Should().HaveCount(asked);
        _desk.Events.Failures.Should().HaveCount(asked, "an exchange is told once, and one that was not made never");
    }

    [Fact]
    public async Task Nobody_signed_in_gets_a_reason_for_each_request()
    {
        _desk.Open(Holding());
        RequestSessionFeature.Known(_desk.Request, "Cookies")!.Close();
        (await _desk.AskAsync(Orders)).Reason.Should().Be(AccessTokenFailure.NotSignedIn);
        var several = await _desk.AskManyAsync(Orders, Inventory);
        several.Select(result => result.Reason).Should().Equal(AccessTokenFailure.NotSignedIn, AccessTokenFailure.NotSignedIn);
        several[0].ErrorDescription.Should().Contain("'Auth0'");
    }

    /// <summary>Another scheme's refresh token is another tenant's or another client's (G6).</summary>
    [Fact]
    public async Task A_session_of_another_scheme_is_not_used()
    {
        var items = new Dictionary<string, string?> { [".AuthScheme"] = "Other", [".Token.refresh_token"] = "theirs" };
        _desk.Open(TicketTokens.Read(items));
        (await _desk.AskAsync(Orders)).Reason.Should().Be(AccessTokenFailure.NotSignedIn);
        items.Remove(".AuthScheme");
        _desk.Open(TicketTokens.Read(items));
        _desk.Answers("""{"access_token":"new"}""");
        (await _desk.AskAsync(Orders)).Token!.Value.Should().Be("new", "a session that does not tell is this scheme's");
    }

    [Fact]
    public async Task A_scheme_without_access_tokens_is_a_mistake()
    {
        _desk.Settings.Enabled = false;
        var ask = () => _desk.AskAsync(Orders);
        (await ask.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*'Auth0'*WithAccessToken*");
    }

    /// <summary>G8: sign-out wins, and what was bought too late is revoked.</summary>
    [Fact]
    public async Task A_token_that_arrives_after_the_sign_out_is_not_given_and_its_refresh_token_is_revoked()
    {
        _desk.Tenant = async _ =>
        {
            await _desk.Coordinator.EndAsync("session", null, CancellationToken.None);
            return TokenDesk.Json("""{"access_token":"late","refresh_token":"rt-late"}""");
        };
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        _desk.Revoked.Should().ContainSingle().Which["token"].Should().Be("rt-late");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[302]"));
        _desk.Session.RefreshToken.Should().Be("rt-3");

        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        (await _desk.AskManyAsync(Inventory, Admin)).Select(result => result.Reason)
            .Should().Equal(AccessTokenFailure.SessionEnded, AccessTokenFailure.SessionEnded);
        _desk.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refresh_token_that_arrives_alone_after_the_sign_out_is_revoked_too()
    {
        _desk.Tenant = async _ =>
        {
            await _desk.Coordinator.EndAsync("session", null, CancellationToken.None);
            return TokenDesk.Json("""{"refresh_token":"rt-late"}""");
        };
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        _desk.Revoked.Should().ContainSingle().Which["token"].Should().Be("rt-late");
    }

    [Fact]
    public async Task A_refusal_that_arrives_after_the_sign_out_revokes_nothing()
    {
        _desk.Tenant = async _ =>
        {
            await _desk.Coordinator.EndAsync("session", null, CancellationToken.None);
            return TokenDesk.Json("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        };
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        _desk.Revoked.Should().BeEmpty();
    }

    /// <summary>The wait for the turn is bounded; the session is unchanged.</summary>
    [Fact]
    public async Task Who_waits_too_long_for_its_turn_is_told_to_try_again()
    {
        await using var turn = await _desk.Coordinator.EnterAsync("session", CancellationToken.None);
        var asking = _desk.AskAsync(Inventory);
        var several = _desk.AskManyAsync(Inventory, Admin);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!asking.IsCompleted || !several.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _desk.Time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        (await asking).Reason.Should().Be(AccessTokenFailure.Transient);
        (await asking).ErrorDescription.Should().Contain("took too long");
        (await several).Select(result => result.Reason).Should().Equal(AccessTokenFailure.Transient, AccessTokenFailure.Transient);
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>Serving counts as use, across requests.</summary>
    [Fact]
    public async Task Least_recently_used_counts_what_was_handed_out()
    {
        _desk.Settings.MaxAccessTokenSets = 2;
        _desk.Tenant = form => Task.FromResult(TokenDesk.Json($$"""{"access_token":"{{form["scope"]}}","expires_in":3600}"""));
        foreach (var scope in new[] { "a", "b", "a", "c" })
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(1));
            await _desk.AskAsync(Inventory, scope);
            _desk.OpenNext();
        }

        _desk.Session.Additional.Select(set => set.AccessToken).Should().Equal("a", "c");
    }

    private async Task OneExchangeMendsItAsync(string audience)
    {
        _desk.Answers("""{"access_token":"new","expires_in":3600,"refresh_token":"rt-4"}""");
        for (var call = 0; call < 3; call++)
        {
            (await _desk.AskAsync(audience)).Token!.Value.Should().Be("new");
            _desk.OpenNext();
        }

        _desk.Asked.Should().ContainSingle();
    }
}
