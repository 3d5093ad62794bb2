using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

public sealed class ChromiumBrowserTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    [RealPartFact(RealPart.Chromium)]
    public async Task Chromium_opens_a_page_served_on_loopback()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => Results.Content("<title>Orders</title><p id=user>alice</p>", "text/html"));
        await app.StartAsync();
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        await page.GotoAsync(app.Urls.Single());

        (await page.TitleAsync()).Should().Be("Orders");
        (await page.InnerTextAsync("#user")).Should().Be("alice");
    }
}
