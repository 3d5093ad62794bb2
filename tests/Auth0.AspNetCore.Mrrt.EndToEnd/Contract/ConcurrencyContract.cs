using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>Calls at once, with rotation on and no overlap period: the reason for this library.</summary>
public abstract class ConcurrencyContract : ProviderContract
{
    private protected ConcurrencyContract(ISignInProvider provider)
        : base(provider)
    {
    }

    [ContractFact]
    public async Task Ten_calls_at_once_after_the_expiry_make_one_exchange_and_get_the_same_token()
    {
        using var browser = await SignedInAsync();
        var expired = await browser.TokenAsync(First);
        Clock.Advance(PastExpiry);

        var answers = await AtOnceAsync(10, browser.Snapshot(), _ => First);

        answers.Select(answer => answer.Token).Distinct().Should().ContainSingle().Which.Should().NotBe(expired.Token);
        AudienceOf(answers[0]).Should().Be(First);
        var tally = await ExpectAsync(exchanges: 1);
        tally.ExchangesByAudience.Should().Equal(new Dictionary<string, int> { [First] = 1 });
    }

    [ContractFact]
    public async Task Thirty_calls_at_once_over_three_audiences_make_three_exchanges_one_after_the_other()
    {
        using var browser = await SignedInAsync();
        Clock.Advance(PastExpiry);

        var answers = await AtOnceAsync(30, browser.Snapshot(), call => Provider.Apis[call % 3].Audience);

        answers.Select(AudienceOf).Should()
            .Equal(Enumerable.Range(0, 30).Select(call => Provider.Apis[call % 3].Audience));
        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(3);
        var tally = await ExpectAsync(exchanges: 3);
        tally.ExchangesByAudience.Values.Should().AllBeEquivalentTo(1);
        tally.MaxTokenCallsInFlight.Should().Be(1);
    }

    [ContractFact]
    public async Task Calls_at_once_for_audiences_that_the_session_never_had_make_one_exchange_each()
    {
        using var browser = await SignedInAsync();

        var answers = await AtOnceAsync(20, browser.Snapshot(), call => Provider.Apis[1 + (call % 2)].Audience);

        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(2);
        var tally = await ExpectAsync(exchanges: 2);
        tally.ExchangesByAudience.Should().Equal(new Dictionary<string, int> { [Second] = 1, [Third] = 1 });
    }

    [ContractFact]
    public async Task A_late_request_with_an_old_cookie_gets_the_new_token_without_an_exchange()
    {
        using var browser = await SignedInAsync();
        Clock.Advance(PastExpiry);
        var late = browser.Fork();
        var renewed = await browser.TokenAsync(First);

        (await late.TokenAsync(First)).Token.Should().Be(renewed.Token);

        (await late.SessionAsync()).RefreshToken.Should().Be((await browser.SessionAsync()).RefreshToken);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_browser_that_never_sees_a_new_cookie_keeps_getting_tokens_and_spends_nothing_twice()
    {
        using var browser = await SignedInAsync();
        var stuck = browser.Snapshot();

        for (var round = 0; round < 3; round++)
        {
            foreach (var api in Provider.Apis)
            {
                AudienceOf(await stuck.TokenAsync(api.Audience, force: true)).Should().Be(api.Audience);
            }
        }

        (await Provider.TallyAsync()).ReuseDetections.Should().Be(0);
    }

    [ContractFact]
    public async Task Two_users_at_once_do_not_wait_for_each_other_s_tokens_nor_get_them()
    {
        using var one = await SignedInAsync();
        using var other = await SignedInAsync();
        Clock.Advance(PastExpiry);
        var (ofOne, ofOther) = (one.Snapshot(), other.Snapshot());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(call => (call % 2 == 0 ? ofOne : ofOther).TokenAsync(First)));

        answers.Where((_, call) => call % 2 == 0).Select(answer => answer.Token).Distinct().Should().ContainSingle();
        answers.Where((_, call) => call % 2 == 1).Select(answer => answer.Token).Distinct().Should().ContainSingle();
        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(2);
        await ExpectAsync(exchanges: 2);
    }

    [ContractFact]
    public async Task A_sign_out_during_an_exchange_wins_and_the_late_refresh_token_is_revoked()
    {
        using var browser = await SignedInAsync();
        var tab = browser.Fork();
        await Provider.HoldTokenCallsAsync();
        var exchange = tab.TokenAsync(Second);
        await Provider.TokenCallArrivedAsync();

        await browser.OpenAsync("/logout/local");
        await Provider.ReleaseTokenCallsAsync();

        (await exchange).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        (await tab.SessionAsync()).UserName.Should().BeNull();
        var tally = await Provider.TallyAsync();
        tally.Revocations.Should().Be(1);
        tally.FamiliesRevoked.Should().Be(1);
        tally.ReuseDetections.Should().Be(0);
    }

    /// <summary>All calls are in the application while the first exchange is held at the provider.</summary>
    private async Task<TokenAnswer[]> AtOnceAsync(int calls, LoopbackBrowser tab, Func<int, string> audience)
    {
        Application.TokenRequests.Forget();
        await Provider.HoldTokenCallsAsync();
        var answers = Task.WhenAll(Enumerable.Range(0, calls).Select(call => tab.TokenAsync(audience(call))));
        await Application.TokenRequests.WaitAsync(calls);
        await Provider.TokenCallArrivedAsync();
        await Provider.ReleaseTokenCallsAsync();
        return await answers;
    }
}
