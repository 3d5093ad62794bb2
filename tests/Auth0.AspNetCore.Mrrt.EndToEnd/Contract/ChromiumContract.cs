using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>The same promises with Chromium's own rules for cookies, between two sites.</summary>
public abstract class ChromiumContract : ProviderContract
{
    private readonly ChromiumBrowser _chromium;

    private protected ChromiumContract(ISignInProvider provider, ChromiumBrowser chromium)
        : base(provider)
    {
        _chromium = chromium;
    }

    [ContractFact]
    public async Task Chromium_signs_in_and_out_again()
    {
        await using var visitor = await _chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        await page.GotoAsync(At("/login"));
        page.Url.Should().Be(Application.Address.AbsoluteUri);
        (await page.InnerTextAsync("#user")).Should().Be(Provider.UserName);

        await page.GotoAsync(At("/logout"));
        page.Url.Should().Be(Application.Address.AbsoluteUri);
        (await page.InnerTextAsync("#user")).Should().BeEmpty();

        var again = await page.GotoAsync(At("/login?prompt=none"));
        again!.Status.Should().Be(TestApplication.SignInFailed, "the provider has no session to sign in with");
        (await Provider.TallyAsync()).Logouts.Should().Be(1);
    }

    [ContractFact]
    public async Task Thirty_requests_of_a_page_over_three_audiences_after_the_expiry_make_three_exchanges()
    {
        await using var visitor = await _chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(At("/login"));
        await Provider.ForgetAsync();
        Clock.Advance(PastExpiry);

        var answers = await FetchAsync(page, [.. Enumerable.Range(0, 30).Select(call => Provider.Apis[call % 3].Audience)]);

        answers.Should().HaveCount(30).And.NotContainNulls();
        answers.Distinct().Should().HaveCount(3);
        await ExpectAsync(exchanges: 3);
        var later = await FetchAsync(page, [First, Second, Third]);
        later.Should().BeEquivalentTo(answers.Distinct(), "the cookie holds all three");
        await ExpectAsync(exchanges: 3);
    }

    [ContractFact]
    public async Task The_cookies_are_out_of_the_reach_of_scripts_and_other_sites()
    {
        await using var visitor = await _chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(At("/login"));

        var cookies = await visitor.CookiesAsync([Application.Address.AbsoluteUri]);

        cookies.Should().NotBeEmpty().And.OnlyContain(cookie =>
            cookie.HttpOnly && cookie.Secure && cookie.SameSite == SameSiteAttribute.Lax);
    }

    private string At(string path) => new Uri(Application.Address, path).AbsoluteUri;

    /// <summary>Asks for all tokens at once.</summary>
    private static Task<string?[]> FetchAsync(IPage page, string[] audiences) => page.EvaluateAsync<string?[]>(
        """
        audiences => Promise.all(audiences.map(async audience => {
          const answer = await fetch(`/token?force=false&audience=${encodeURIComponent(audience)}`);
          return (await answer.json()).token;
        }))
        """,
        audiences);
}
