using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>Access tokens, one request after the other.</summary>
public abstract class TokensContract : ProviderContract
{
    private protected TokensContract(ISignInProvider provider)
        : base(provider)
    {
    }

    [ContractFact]
    public async Task The_token_of_the_sign_in_is_handed_out_without_an_exchange()
    {
        using var browser = await SignedInAsync();

        var answer = await browser.TokenAsync(First);

        answer.Token.Should().Be((await browser.SessionAsync()).AccessToken);
        answer.Scopes.Should().Contain(Provider.Apis[0].Scopes);
        await ExpectAsync(exchanges: 0);
    }

    [ContractFact]
    public async Task One_rotating_refresh_token_gives_tokens_for_three_audiences_each_obtained_once()
    {
        using var browser = await SignedInAsync();
        var refreshToken = (await browser.SessionAsync()).RefreshToken;

        foreach (var api in Provider.Apis.Concat(Provider.Apis))
        {
            var answer = await browser.TokenAsync(api.Audience);
            AudienceOf(answer).Should().Be(api.Audience);
            answer.Scopes.Should().Contain(api.Scopes);
        }

        var tally = await ExpectAsync(exchanges: 2);
        tally.ExchangesByAudience.Should().Equal(new Dictionary<string, int> { [Second] = 1, [Third] = 1 });
        (await browser.SessionAsync()).RefreshToken.Should().NotBe(refreshToken, "it was rotated");
    }

    [ContractFact]
    public async Task Expired_tokens_are_renewed_and_kept()
    {
        using var browser = await SignedInAsync();
        Dictionary<string, string?> expired = [];
        foreach (var api in Provider.Apis)
        {
            expired[api.Audience] = (await browser.TokenAsync(api.Audience)).Token;
        }

        await Provider.ForgetAsync();
        Clock.Advance(PastExpiry);
        foreach (var api in Provider.Apis)
        {
            var renewed = await browser.TokenAsync(api.Audience);
            AudienceOf(renewed).Should().Be(api.Audience);
            renewed.Token.Should().NotBe(expired[api.Audience]);
            (await browser.TokenAsync(api.Audience)).Token.Should().Be(renewed.Token);
        }

        var tally = await ExpectAsync(exchanges: 3);
        tally.ExchangesByAudience.Values.Should().AllBeEquivalentTo(1);
    }

    [ContractFact]
    public async Task A_forced_refresh_exchanges_although_the_token_is_fresh()
    {
        using var browser = await SignedInAsync();
        var fresh = await browser.TokenAsync(First);

        var forced = await browser.TokenAsync(First, force: true);

        forced.Token.Should().NotBe(fresh.Token);
        (await browser.TokenAsync(First)).Token.Should().Be(forced.Token);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_provider_that_is_down_changes_nothing_and_the_next_call_gets_the_token()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await Provider.FailNextRefreshAsync(503);

        var failed = await browser.TokenAsync(Second);

        failed.Reason.Should().Be(nameof(AccessTokenFailure.Transient));
        failed.StatusCode.Should().Be(503);
        (await browser.SessionAsync()).Should().Be(before);
        AudienceOf(await browser.TokenAsync(Second)).Should().Be(Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_rate_limit_changes_nothing_and_a_call_after_the_pause_gets_the_token()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await Provider.FailNextRefreshAsync(429);

        var failed = await browser.TokenAsync(Second);

        failed.Reason.Should().Be(nameof(AccessTokenFailure.Transient));
        failed.StatusCode.Should().Be(429);
        (await browser.SessionAsync()).Should().Be(before);
        (await browser.TokenAsync(Second)).Reason.Should().Be(nameof(AccessTokenFailure.Transient), "the provider has asked to wait");
        await ExpectAsync(exchanges: 0);
        Clock.Advance(TimeSpan.FromMinutes(1));
        AudienceOf(await browser.TokenAsync(Second)).Should().Be(Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_forced_refresh_that_fails_leaves_the_fresh_token_in_place()
    {
        using var browser = await SignedInAsync();
        var fresh = await browser.TokenAsync(First);
        await Provider.FailNextRefreshAsync(503);

        (await browser.TokenAsync(First, force: true)).Reason.Should().Be(nameof(AccessTokenFailure.Transient));

        (await browser.TokenAsync(First)).Token.Should().Be(fresh.Token);
        await ExpectAsync(exchanges: 0);
    }

    [ContractFact]
    public async Task An_answer_that_was_lost_is_made_good_within_the_overlap_period()
    {
        using var browser = await SignedInAsync();
        await Provider.SetOverlapAsync(TimeSpan.FromMinutes(1));
        await Provider.LoseNextRefreshAnswerAsync();

        (await browser.TokenAsync(Second)).Reason.Should().Be(nameof(AccessTokenFailure.Transient));

        AudienceOf(await browser.TokenAsync(Second)).Should().Be(Second);
        AudienceOf(await browser.TokenAsync(Third)).Should().Be(Third);
        (await Provider.TallyAsync()).ReuseDetections.Should().Be(0);
    }

    [ContractFact]
    public async Task A_refresh_token_that_was_spent_elsewhere_is_reported_as_rejected()
    {
        using var browser = await SignedInAsync();
        var session = await browser.SessionAsync();
        await SpendAsync(session.RefreshToken!);

        var refused = await browser.TokenAsync(Second);

        refused.Reason.Should().Be(nameof(AccessTokenFailure.RefreshTokenRejected));
        refused.Token.Should().BeNull();
        (await Provider.TallyAsync()).ReuseDetections.Should().Be(1);
    }

    [ContractFact]
    public async Task A_rejected_refresh_token_is_not_sent_again_and_fresh_tokens_stay_in_use()
    {
        using var browser = await SignedInAsync();
        var session = await browser.SessionAsync();
        await SpendAsync(session.RefreshToken!);
        await browser.TokenAsync(Second);
        await Provider.ForgetAsync();

        (await browser.TokenAsync(Third)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));

        (await browser.TokenAsync(First)).Token.Should().Be(session.AccessToken);
        (await browser.SessionAsync()).UserName.Should().Be(Provider.UserName);
        var tally = await Provider.TallyAsync();
        tally.ExchangesByAudience.Should().BeEmpty();
        tally.ReuseDetections.Should().Be(0);
    }

    [ContractFact]
    public async Task Signing_in_again_mends_a_rejected_refresh_token()
    {
        using var browser = await SignedInAsync();
        await SpendAsync((await browser.SessionAsync()).RefreshToken!);
        await browser.TokenAsync(Second);
        await browser.OpenAsync("/login");
        await Provider.ForgetAsync();

        AudienceOf(await browser.TokenAsync(Second)).Should().Be(Second);
        await ExpectAsync(exchanges: 1);
    }
}
