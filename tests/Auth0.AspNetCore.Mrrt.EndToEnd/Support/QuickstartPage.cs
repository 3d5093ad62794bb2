using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The page of samples/Quickstart in a tab of Chromium.</summary>
internal sealed class QuickstartPage
{
    private readonly IPage _page;
    private readonly Uri _home;
    private readonly ConcurrentQueue<Task<string>> _answers = new();

    private QuickstartPage(IPage page, Uri home)
    {
        _page = page;
        _home = home;
        page.Response += (_, response) =>
        {
            if (response.Request.Method == "POST" && response.Request.ResourceType == "fetch")
            {
                _answers.Enqueue(response.TextAsync());
            }
        };
    }

    public string Address => _page.Url;

    public IPage Tab => _page;

    public static async Task<QuickstartPage> OpenAsync(IBrowserContext visitor, Uri home)
    {
        var page = new QuickstartPage(await visitor.NewPageAsync(), home);
        await page.ReloadAsync();
        return page;
    }

    public Task ReloadAsync() => _page.GotoAsync(_home.AbsoluteUri);

    public Task SignInAsync(string user = "Alice Archer") => AnswerTheTenantAsync(user, thenShows: "sign-out");

    public Task DenyAsync() => AnswerTheTenantAsync("Deny", thenShows: "notice");

    public Task SignOutAsync() => LeaveAsync(_page.GetByTestId("sign-out"), thenShows: "sign-in");

    /// <summary>Presses a button whose requests the page's script makes, and waits until it has written them down.</summary>
    public async Task PressAsync(string testId)
    {
        await _page.GetByTestId(testId).ClickAsync();
        await _page.Locator("body[data-pending='0']").WaitForAsync();
    }

    public Task<string> TextOfAsync(string testId) => _page.GetByTestId(testId).First.InnerTextAsync();

    public Task<bool> ShowsAsync(string testId) => _page.GetByTestId(testId).IsVisibleAsync();

    public Task<bool> CanPressAsync(string testId) => _page.GetByTestId(testId).IsEnabledAsync();

    /// <summary>What the tenant has counted: token exchanges, refresh tokens used twice, families revoked.</summary>
    public async Task<(int Exchanges, int Reuse, int Revoked)> CountersAsync() =>
        (await NumberAsync("counter-exchanges"), await NumberAsync("counter-reuse"), await NumberAsync("counter-revoked"));

    /// <summary>The table of tokens, row by row.</summary>
    public async Task<IReadOnlyList<(string Audience, int Renewed, string Fingerprint)>> TokensAsync()
    {
        List<(string, int, string)> tokens = [];
        foreach (var row in await _page.GetByTestId("token").AllAsync())
        {
            tokens.Add((
                await row.GetAttributeAsync("data-audience") ?? "",
                int.Parse(await row.GetByTestId("renewed").InnerTextAsync(), CultureInfo.InvariantCulture),
                await row.GetByTestId("fingerprint").InnerTextAsync()));
        }

        return tokens;
    }

    /// <summary>
    /// Everything that looks like a token in what the browser was given: the page as it is now, the page as it was
    /// sent, the answers to the script, and the cookies that scripts can read.
    /// </summary>
    public async Task<IReadOnlyList<string>> LookForTokensAsync()
    {
        string[] texts =
        [
            await _page.ContentAsync(),
            await _page.EvaluateAsync<string>("fetch(location.href).then(answer => answer.text())"),
            await _page.EvaluateAsync<string>("document.cookie"),
            .. await Task.WhenAll(_answers),
        ];
        return [.. texts.SelectMany(TokenSearch.In)];
    }

    /// <summary>Goes to the tenant's page and presses a button there.</summary>
    private async Task AnswerTheTenantAsync(string button, string thenShows)
    {
        await _page.GetByTestId("sign-in").ClickAsync();
        await LeaveAsync(_page.GetByRole(AriaRole.Button, new() { Name = button }), thenShows);
    }

    /// <summary>A click does not wait for where it leads: the next page is there when something of it shows.</summary>
    private async Task LeaveAsync(ILocator by, string thenShows)
    {
        await by.ClickAsync();
        await _page.GetByTestId(thenShows).WaitForAsync();
        await _page.WaitForLoadStateAsync();
    }

    private async Task<int> NumberAsync(string testId) =>
        int.Parse(await TextOfAsync(testId), CultureInfo.InvariantCulture);
}
