using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>The sample in Chromium: what a visitor clicks and sees.</summary>
[Collection(nameof(SampleProcess))]
public sealed class QuickstartTests(ChromiumBrowser chromium, QuickstartSample sample)
    : IClassFixture<ChromiumBrowser>, IClassFixture<QuickstartSample>, IAsyncLifetime
{
    private const string Orders = "https://orders.example.com";
    private const string Inventory = "https://inventory.example.com";
    private const string Admin = "https://admin.example.com";

    private IBrowserContext? _visitor;
    private BrowserComplaints? _complaints;
    private int _exchangesBefore;

    private IBrowserContext Visitor => _visitor ?? throw new InvalidOperationException("Nobody opened the browser.");

    public async Task InitializeAsync()
    {
        _visitor = await chromium.NewVisitorAsync();
        _complaints = new BrowserComplaints(_visitor);
    }

    /// <summary>Every test ends with this: the browser found nothing wrong with any page.</summary>
    public async Task DisposeAsync()
    {
        string[] complaints = [.. _complaints!.All];
        await Visitor.DisposeAsync();
        complaints.Should().BeEmpty();
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task A_click_on_the_tenant_s_page_signs_the_user_in()
    {
        var page = await OpenAsync();
        (await page.TextOfAsync("user")).Should().Be("Nobody is signed in");
        (await page.CanPressAsync("call-orders")).Should().BeFalse();
        (_exchangesBefore, _, _) = await page.CountersAsync();

        await page.SignInAsync();

        (await page.TextOfAsync("user")).Should().Be("Alice Archer");
        (await page.CanPressAsync("call-orders")).Should().BeTrue();
        (await page.TokensAsync()).Select(token => token.Audience).Should().Equal(Orders);
        await ExpectExchangesAsync(page, 1);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task A_user_who_denies_the_sign_in_is_told_what_became_of_it()
    {
        var page = await OpenAsync();

        await page.DenyAsync();

        (await page.TextOfAsync("notice")).Should().StartWith("The sign-in failed.");
        (await page.TextOfAsync("user")).Should().Be("Nobody is signed in");
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Three_APIs_are_called_with_a_token_each_that_is_obtained_once()
    {
        var page = await SignedInAsync();

        foreach (var button in (string[])["call-orders", "call-inventory", "call-admin", "call-orders", "three-at-once"])
        {
            await page.PressAsync(button);
        }

        var tokens = await page.TokensAsync();
        tokens.Select(token => token.Audience).Should().Equal(Orders, Inventory, Admin);
        tokens.Select(token => token.Renewed).Should().AllBeEquivalentTo(0);
        tokens.Select(token => token.Fingerprint).Should().OnlyHaveUniqueItems();
        await ExpectExchangesAsync(page, 2);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Ten_at_once_after_the_expiry_make_one_exchange()
    {
        var page = await SignedInAsync();
        await page.PressAsync("expire");

        await page.PressAsync("ten-at-once");

        (await page.TextOfAsync("log-summary")).Should().Contain("10 of 10 answered 200, all with the same token");
        await ExpectExchangesAsync(page, 1);
        (await page.TokensAsync()).Should().ContainSingle().Which.Renewed.Should().Be(1);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Three_at_once_after_the_expiry_make_three_exchanges()
    {
        var page = await SignedInAsync();
        await page.PressAsync("three-at-once");
        await page.PressAsync("expire");

        await page.PressAsync("three-at-once");

        (await page.TextOfAsync("log-summary")).Should().Contain("3 of 3 answered 200, with 3 different tokens");
        await ExpectExchangesAsync(page, 5);
        (await page.TokensAsync()).Select(token => token.Renewed).Should().Equal(1, 1, 1);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Two_tabs_that_ask_at_once_after_the_expiry_share_one_exchange()
    {
        var page = await SignedInAsync();
        var other = await OpenAsync();
        await page.PressAsync("expire");

        await Task.WhenAll(page.PressAsync("ten-at-once"), other.PressAsync("ten-at-once"));

        foreach (var tab in (QuickstartPage[])[page, other])
        {
            (await tab.TextOfAsync("log-summary")).Should().Contain("10 of 10 answered 200, all with the same token");
        }

        await other.ReloadAsync();
        await ExpectExchangesAsync(other, 1);
        (await other.TokensAsync()).Should().ContainSingle().Which.Renewed.Should().Be(1);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task A_forced_refresh_replaces_the_token()
    {
        var page = await SignedInAsync();
        var before = (await page.TokensAsync()).Single();

        await page.PressAsync("force");

        var after = (await page.TokensAsync()).Single();
        after.Audience.Should().Be(Orders);
        after.Renewed.Should().Be(1);
        after.Fingerprint.Should().NotBe(before.Fingerprint);
        await ExpectExchangesAsync(page, 1);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task A_sign_out_ends_the_session_and_the_tenant_asks_again()
    {
        var page = await SignedInAsync();
        await page.PressAsync("three-at-once");

        await page.SignOutAsync();

        page.Address.Should().Be(sample.Address.AbsoluteUri);
        (await page.TextOfAsync("user")).Should().Be("Nobody is signed in");
        (await page.ShowsAsync("tokens")).Should().BeFalse();
        (await page.CanPressAsync("call-orders")).Should().BeFalse();
        await ExpectExchangesAsync(page, 2);
        (await Visitor.CookiesAsync([sample.Address.AbsoluteUri])).Should().NotContain(cookie => cookie.Name.Contains("Cookies"));
        await page.SignInAsync("Bob Baker");
        (await page.TextOfAsync("user")).Should().Be("Bob Baker");
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task No_token_reaches_the_browser_in_the_clear()
    {
        var page = await SignedInAsync();
        (await page.LookForTokensAsync()).Should().BeEmpty();

        foreach (var button in (string[])["three-at-once", "expire", "ten-at-once", "force"])
        {
            await page.PressAsync(button);
            (await page.LookForTokensAsync()).Should().BeEmpty();
        }
    }

    private Task<QuickstartPage> OpenAsync() => QuickstartPage.OpenAsync(Visitor, sample.Address);

    private async Task<QuickstartPage> SignedInAsync()
    {
        var page = await OpenAsync();
        await page.SignInAsync();
        (_exchangesBefore, _, _) = await page.CountersAsync();
        return page;
    }

    /// <summary>That many since the sign-in, and nothing that a tenant would take for a theft.</summary>
    private async Task ExpectExchangesAsync(QuickstartPage page, int exchanges) =>
        (await page.CountersAsync()).Should().Be((_exchangesBefore + exchanges, 0, 0));
}
