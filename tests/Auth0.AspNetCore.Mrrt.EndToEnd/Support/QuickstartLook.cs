namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>How the page of samples/Quickstart looks, and the texts on it that explain.</summary>
internal static class QuickstartLook
{
    public static Task ResizeAsync(this QuickstartPage page, int width) => page.Tab.SetViewportSizeAsync(width, 844);

    public static Task<int> ScrollWidthAsync(this QuickstartPage page) =>
        page.Tab.EvaluateAsync<int>("document.scrollingElement.scrollWidth");

    /// <summary>The parts of the page that have a scroll bar of their own because their content is too wide.</summary>
    public static Task<string[]> WiderThanTheirFrameAsync(this QuickstartPage page) => page.Tab.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('main *')].filter(part => part.scrollWidth > part.clientWidth"
        + " && getComputedStyle(part).overflowX !== 'visible').map(part => part.outerHTML)");

    public static Task<int> CountAsync(this QuickstartPage page, string testId) => page.Tab.GetByTestId(testId).CountAsync();

    /// <summary>The buttons that call the APIs.</summary>
    public static async Task<IReadOnlyList<(bool Enabled, string Border, string Cursor)>> ActionsAsync(
        this QuickstartPage page)
    {
        List<(bool, string, string)> buttons = [];
        foreach (var button in await page.Tab.Locator("#actions button").AllAsync())
        {
            buttons.Add((
                await button.IsEnabledAsync(),
                await button.EvaluateAsync<string>("button => getComputedStyle(button).borderTopStyle"),
                await button.EvaluateAsync<string>("button => getComputedStyle(button).cursor")));
        }

        return buttons;
    }

    /// <summary>The latest exchanges, newest first.</summary>
    public static async Task<IReadOnlyList<(string Presented, string Issued)>> GenerationsAsync(this QuickstartPage page)
    {
        List<(string, string)> exchanges = [];
        foreach (var exchange in await page.Tab.GetByTestId("exchange").AllAsync())
        {
            exchanges.Add((
                await exchange.GetByTestId("presented").InnerTextAsync(),
                await exchange.GetByTestId("issued").InnerTextAsync()));
        }

        return exchanges;
    }

    public static async Task<IReadOnlyList<string>> CounterSentencesAsync(this QuickstartPage page) =>
        await page.Tab.Locator("#tenant dl .why").AllInnerTextsAsync();

    public static async Task<IReadOnlyList<(string File, string Code)>> CodeAsync(this QuickstartPage page)
    {
        List<(string, string)> excerpts = [];
        foreach (var excerpt in await page.Tab.GetByTestId("code").AllAsync())
        {
            excerpts.Add((await excerpt.GetAttributeAsync("data-file") ?? "", await excerpt.InnerTextAsync()));
        }

        return excerpts;
    }

    public static async Task<IReadOnlyList<Uri>> LinksAsync(this QuickstartPage page) =>
        [.. (await page.Tab.EvaluateAsync<string[]>("[...document.links].map(link => link.href)")).Select(link => new Uri(link))];
}
