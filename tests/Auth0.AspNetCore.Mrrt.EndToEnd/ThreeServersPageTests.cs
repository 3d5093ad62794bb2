using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>The page of samples/ThreeServers in Chromium.</summary>
public sealed class ThreeServersPageTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    [RealPartFact(RealPart.Chromium, RealPart.Redis)]
    public async Task A_visitor_sees_which_server_answered_and_stops_one()
    {
        await using var sample = await SampleProcess.StartAsync(
            "ThreeServers", ["--backend", "redis"]);
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await QuickstartPage.OpenAsync(visitor, sample.Address);
        await page.SignInAsync();

        await page.PressAsync("expire");
        await page.PressAsync("ten-at-once");
        (await AnsweredAsync(page)).Should().Equal("server A", "server B", "server C");

        await page.PressAsync("stop-b");
        (await page.CanPressAsync("stop-b")).Should().BeFalse();
        await page.PressAsync("expire");
        await page.PressAsync("ten-at-once");
        (await AnsweredAsync(page)).Should().Equal("server A", "server C");

        await page.PressAsync("start-b");
        await page.PressAsync("ten-at-once");
        (await AnsweredAsync(page)).Should().Equal("server A", "server B", "server C");
        (await page.CountersAsync()).Should().Be((3, 0, 0), "there are the sign-in and two exchanges");
        sample.Output.Should().NotContain(line => line.Contains("warn:") || line.Contains("fail:"));
    }

    /// <summary>The servers that answered the latest ten requests, each once.</summary>
    private static async Task<IEnumerable<string>> AnsweredAsync(QuickstartPage page)
    {
        var lines = await page.Tab.Locator("#log li:nth-child(-n+11) .server").AllInnerTextsAsync();
        return lines.Distinct().Order(StringComparer.Ordinal);
    }
}
