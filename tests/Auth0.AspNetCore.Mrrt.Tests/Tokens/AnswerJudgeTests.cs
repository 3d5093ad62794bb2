using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Protocol, step 8; conformance.md, "Writing" and official SDK 16, 17, 21 and 40.</summary>
public sealed class AnswerJudgeTests : IDisposable
{
    private static readonly string Alice = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app"}""");
    private static readonly string Mallory = Given.Jwt("""{"iss":"https://t/","sub":"mallory","aud":"app"}""");

    private readonly TokenDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_good_answer_is_stored()
    {
        var verdict = await JudgeAsync(Response("new", "a", "rt-4"), Need(Inventory, "a b"));
        verdict.Result.Token!.Value.Should().Be("new");
        verdict.Result.MissingScopes.Should().Equal("b");
        verdict.Next!.RefreshToken.Should().Be("rt-4");
        verdict.Next.Additional.Should().ContainSingle().Which.RequestedScope.Should().Be("a b");
    }

    /// <summary>[ours] The token is for another audience: not filed under the one asked for, the rotation is kept.</summary>
    [Fact]
    public async Task A_token_for_another_audience_is_not_filed_and_its_refresh_token_is_kept()
    {
        var answer = Response(Given.Jwt($$"""{"aud":"{{Admin}}"}"""), "a", "rt-4", Mallory);
        var verdict = await JudgeAsync(answer, Need(Inventory, "a"));
        verdict.Result.Reason.Should().Be(AccessTokenFailure.AudienceNotGranted);
        verdict.Next!.Additional.Should().BeEmpty();
        verdict.Next.RefreshToken.Should().Be("rt-4");
        verdict.Next.IdToken.Should().Be("it-3");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[301]") && line.Contains(Inventory));
    }

    /// <summary>T5. An application may pass an audience on from its own address.</summary>
    [Fact]
    public async Task An_audience_with_a_line_break_forges_no_line_of_the_log()
    {
        var answer = Response(Given.Jwt($$"""{"aud":"{{Admin}}"}"""));
        var verdict = await JudgeAsync(answer, Need("https://x\r\nwarn: forged\u2028\u202e" + new string('a', 500)));
        var line = _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[301]")).Which;
        line.Should().NotContainAny("\r", "\n", "\u2028", "\u202e").And.Contain("https://x??warn: forged??");
        line.Length.Should().BeLessThan(500);
        verdict.Result.ErrorDescription.Should().NotContainAny("\r", "\n", "\u2028", "\u202e");
        verdict.Result.ErrorDescription!.Length.Should().BeLessThan(500);
    }

    [Fact]
    public async Task Whoever_chose_so_has_the_audience_left_unchecked()
    {
        var verdict = await JudgeAsync(
            Response(Given.Jwt($$"""{"aud":"{{Admin}}"}""")), Need(Inventory, audienceCheck: AudienceCheck.Off));
        verdict.Result.Succeeded.Should().BeTrue();
        verdict.Next!.Additional.Should().ContainSingle().Which.Audience.Should().Be(Inventory);
    }

    [Theory]
    [InlineData("opaque", Inventory)]
    [InlineData("""{"aud":["https://x","https://inventory.example.com"]}""", Inventory)]
    [InlineData("""{"sub":"no audience"}""", Inventory)]
    [InlineData("""{"aud":"https://x"}""", null)]
    public async Task A_token_that_does_not_contradict_is_taken(string token, string? audience)
    {
        var answer = Response(token[0] == '{' ? Given.Jwt(token) : token);
        (await JudgeAsync(answer, Need(audience))).Result.Succeeded.Should().BeTrue();
    }

    /// <summary>OpenID Connect Core 1.0, section 12.2: an answer about somebody else is not for this session.</summary>
    [Fact]
    public async Task An_answer_about_another_user_brings_nothing_and_costs_the_refresh_token()
    {
        var session = Holding(Set("p", Orders, "a", "a")).Next(Set("p", Orders, "a", "a"), [], "rt-3", Alice);
        var verdict = await _desk.Judge.JudgeAsync(
            _desk.Login,
            Given.Refreshed(Response("theirs", "a", "rt-4", Mallory)), session, Need(Orders, "a"), "a", default);
        verdict.Result.Reason.Should().Be(AccessTokenFailure.ExchangeRefused);
        verdict.Result.Error.Should().Be("invalid_id_token");
        verdict.Next!.RefreshToken.Should().BeNull();
        verdict.Next.IdToken.Should().Be(Alice);
        verdict.Next.Primary!.AccessToken.Should().Be("p");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[304]") && line.Contains("another user"));
    }

    /// <summary>G18. The refresh token of an answer is the only one that the session has.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unreadable_id_token_costs_the_answer_and_not_its_refresh_token(bool withAccessToken)
    {
        var session = Holding().Next(Set("p", Orders, "a", "a"), [], "rt-3", Alice);
        var answer = withAccessToken
            ? Given.Refreshed(Response("new", "a", "rt-4", "opaque"))
            : Given.WithoutAccessToken("rt-4", "opaque");
        var verdict = await _desk.Judge.JudgeAsync(_desk.Login, answer, session, Need(Orders, "a"), "a", default);
        verdict.Result.Error.Should().Be("invalid_id_token");
        verdict.Result.Token.Should().BeNull();
        verdict.Next!.RefreshToken.Should().Be("rt-4");
        verdict.Next.IdToken.Should().Be(Alice);
        verdict.Next.Primary!.AccessToken.Should().Be("p");
    }

    [Fact]
    public async Task An_unreadable_id_token_without_a_new_refresh_token_changes_nothing() =>
        (await JudgeAsync(Response("new", idToken: "opaque"), Need(Orders))).Next.Should().BeNull();

    /// <summary>400 invalid_grant: typed, the session is not cleared (G9).</summary>
    [Fact]
    public async Task A_rejected_grant_costs_the_refresh_token_and_nothing_else()
    {
        var verdict = await JudgeAsync(
            Given.Failed(TokenErrorClass.Terminal, 403, "invalid_grant", "gone"), Need(Orders));
        verdict.Result.Reason.Should().Be(AccessTokenFailure.RefreshTokenRejected);
        verdict.Next!.RefreshToken.Should().BeNull();
        verdict.Next.Generation.Should().Be(4);
    }

    [Theory]
    [InlineData(TokenErrorClass.Terminal, "unauthorized_client")]
    [InlineData(TokenErrorClass.ClientRefused, "invalid_client")]
    [InlineData(TokenErrorClass.UserRefused, "unauthorized")]
    [InlineData(TokenErrorClass.Challenge, "mfa_required")]
    [InlineData(TokenErrorClass.Challenge, "login_required")]
    [InlineData(TokenErrorClass.Transient, "invalid_grant")]
    [InlineData(TokenErrorClass.Transient, null)]
    public async Task Every_other_failure_changes_nothing(object errorClass, string? error) =>
        (await JudgeAsync(Given.Failed((TokenErrorClass)errorClass, 400, error, null), Need(Orders)))
            .Next.Should().BeNull();

    /// <summary>G5 over "200 without access_token: nothing persisted": without it the next exchange would present what
    /// this one has spent.</summary>
    [Fact]
    public async Task A_success_without_an_access_token_is_a_failure_and_its_refresh_token_is_kept()
    {
        var session = Holding(Set("p", Orders, "a", "a"), Set("t", Inventory, "a", "a")).Next(
            Set("p", Orders, "a", "a"), [Set("t", Inventory, "a", "a")], "rt-3", Alice);
        var verdict = await _desk.Judge.JudgeAsync(
            _desk.Login,
            Given.WithoutAccessToken("rt-4", Alice), session, Need(Orders), "a", default);
        verdict.Result.Reason.Should().Be(AccessTokenFailure.Transient);
        verdict.Result.Error.Should().Be("invalid_token_response");
        verdict.Next.Should().BeEquivalentTo(
            session, options => options.Excluding(s => s.RefreshToken).Excluding(s => s.Generation));
        verdict.Next!.RefreshToken.Should().Be("rt-4");
        verdict.Next.Generation.Should().Be(session.Generation + 1);
        (await JudgeAsync(Given.WithoutAccessToken(null, null), Need(Orders))).Next.Should().BeNull();
    }

    [Fact]
    public async Task The_refresh_token_of_another_user_is_not_kept_either_when_it_comes_alone()
    {
        var session = Holding().Next(null, [], "rt-3", Alice);
        var verdict = await _desk.Judge.JudgeAsync(
            _desk.Login,
            Given.WithoutAccessToken("rt-4", Mallory), session, Need(Orders), null, default);
        verdict.Result.Error.Should().Be("invalid_id_token");
        verdict.Next!.RefreshToken.Should().BeNull();
        (await _desk.Judge.JudgeAsync(
            _desk.Login,
            Given.WithoutAccessToken(null, Mallory), session, Need(Orders), null, default)).Next.Should().BeNull();
    }

    /// <summary>Kept for the sign-out's hint, although nobody checked its signature.</summary>
    [Fact]
    public async Task An_id_token_that_gives_no_claims_is_kept_unchecked()
    {
        var verdict = await JudgeAsync(Response("new", idToken: Mallory), Need(Inventory));
        verdict.Next!.IdToken.Should().Be(Mallory);
        _desk.Logs.Lines.Should().NotContain(line => line.Contains("[306]"));
    }

    /// <summary>Official SDK 40: full check with a bad signature: old name, tokens kept.</summary>
    [Fact]
    public async Task An_id_token_that_fails_a_check_gives_no_claims_and_the_old_one_stays()
    {
        var verdict = await JudgeAsync(Response("new", idToken: Mallory), Need(Inventory, claimActions: []));
        verdict.Result.Token!.Value.Should().Be("new");
        verdict.Next!.IdToken.Should().Be("it-3");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[306]"));
    }

    [Fact]
    public async Task An_answer_without_an_id_token_leaves_the_old_one()
    {
        (await JudgeAsync(Response("new"), Need(Inventory, claimActions: []))).Next!.IdToken.Should().Be("it-3");
        _desk.Logs.Lines.Should().NotContain(line => line.Contains("[306]"));
    }

    /// <summary>The claims follow a refreshed ID token that passed every check.</summary>
    [Theory]
    [InlineData(true, "Alice B.")]
    [InlineData(false, "Alice A.")]
    public async Task A_refreshed_id_token_renews_the_name_where_the_application_wants_it(bool rebuild, string name)
    {
        await using var app = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = rebuild,
            tenantOptions: tenant => tenant.Users.Add(new() { Id = "auth0|alice", Name = "Alice A.", Email = "alice@example.com" }));
        using var browser = await app.SignedInAsync();
        (await browser.SessionAsync()).Name.Should().Be("Alice A.");
        app.Tenant.Users[0].Name = "Alice B.";
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        (await browser.SessionAsync()).Name.Should().Be(name);
    }

    /// <summary>Official SDK 40: another organization: the old name, and the new tokens are kept.</summary>
    [Fact]
    public async Task Claims_of_another_organization_are_not_taken_over_and_the_tokens_are()
    {
        await using var app = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = true,
            login => login.LoginParameters["organization"] = "org_a",
            tenantOptions: tenant => tenant.Users.Add(new() { Id = "auth0|alice", Name = "Alice A.", Email = "alice@example.com" }));
        using var browser = await app.SignedInAsync();
        app.Tenant.Users[0].Name = "Alice B.";
        app.Tenant.Users[0].IdTokenClaims["org_id"] = "org_b";
        var forced = await browser.TokenAsync(force: true);
        var session = await browser.SessionAsync();
        session.Name.Should().Be("Alice A.");
        session.AccessToken.Should().Be(forced.Token);
        app.Events.Refreshes.Should().ContainSingle();
        app.Logs.Lines.Should().ContainSingle(line => line.Contains("[306]") && line.Contains("organization"));

        app.Tenant.Users[0].IdTokenClaims["org_id"] = "org_a";
        await browser.TokenAsync(force: true);
        (await browser.SessionAsync()).Name.Should().Be("Alice B.");
    }

    /// <summary>S14. The action works at the login and throws after it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_action_that_throws_during_a_refresh_is_logged_once_and_the_tokens_are_kept(bool stored)
    {
        await using var app = await StartWithThrowingActionAsync(
            new InvalidOperationException("Alice B. is unknown"),
            builder => _ = stored ? builder.WithSessionStore() : builder);
        using var browser = await app.SignedInAsync();
        app.Tenant.Users[0].Name = "Alice B.";

        var forced = await browser.TokenAsync(force: true);

        forced.Token.Should().NotBeNull();
        for (var request = 0; request < 3; request++)
        {
            var session = await browser.SessionAsync();
            session.Name.Should().Be("Alice A.");
            session.AccessToken.Should().Be(forced.Token);
        }

        var line = app.Logs.Lines.Should().ContainSingle(line => line.Contains("[310]")).Which;
        line.Should().StartWith("Warning").And.Contain("'Auth0'").And.Contain(nameof(InvalidOperationException));
        line.Should().NotContain("Alice");
        app.Logs.Lines.Should().NotContain(line => line.Contains("[201]"));
    }

    /// <summary>S14, in a store of the application's: the exception came out of the exchange that had used the refresh
    /// token.</summary>
    [Fact]
    public async Task A_claim_action_that_throws_does_not_keep_the_tokens_out_of_the_application_s_store()
    {
        var tickets = new RecordedTickets();
        await using var app = await StartWithThrowingActionAsync(
            new InvalidCastException(), builder => builder.WithSessionStore(tickets));
        using var browser = await app.SignedInAsync();
        app.Tenant.Users[0].Name = "Alice B.";

        var forced = await browser.TokenAsync(force: true);

        forced.Token.Should().NotBeNull();
        (await browser.SessionAsync()).Should().Match<SessionAnswer>(
            session => session.Name == "Alice A." && session.AccessToken == forced.Token);
        app.Logs.Lines.Should().ContainSingle(line => line.Contains("[310]"));
    }

    private static Task<AppHost> StartWithThrowingActionAsync(
        Exception thrown, Action<Auth0WebAppWithAccessTokenAuthenticationBuilder> build) => AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = true,
            login => login.ClaimActions.MapCustomJson(
                "initial",
                claims => claims.GetProperty("name").GetString() == "Alice A."
                    ? "A"
                    : throw thrown),
            tenantOptions: tenant => tenant.Users.Add(new() { Id = "auth0|alice", Name = "Alice A.", Email = "alice@example.com" }),
            build: build);

    /// <summary>Official SDK 40: max_age is a promise of the login; a refresh is none.</summary>
    [Fact]
    public async Task The_max_age_of_the_login_does_not_stop_the_claims_from_following()
    {
        await using var app = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = true,
            login => login.LoginParameters["max_age"] = "60",
            tenantOptions: tenant => tenant.Users.Add(new() { Id = "auth0|alice", Name = "Alice A.", Email = "alice@example.com" }));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(1));
        app.Tenant.Users[0].Name = "Alice B.";
        await browser.TokenAsync(force: true);
        (await browser.SessionAsync()).Name.Should().Be("Alice B.");
    }

    private Task<Verdict> JudgeAsync(TokenResponse response, TokenNeed need) =>
        JudgeAsync(Given.Refreshed(response), need);

    private Task<Verdict> JudgeAsync(TokenRefreshResult answer, TokenNeed need) =>
        _desk.Judge.JudgeAsync(_desk.Login, answer, Holding(), need, need.Scope, default);

}
