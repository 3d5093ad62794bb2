using System.Net;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.RealOp;
using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>How the sample's page looks in Chromium, and what it explains.</summary>
[Collection(nameof(SampleProcess))]
public sealed class QuickstartPageTests(ChromiumBrowser chromium, QuickstartSample sample)
    : IClassFixture<ChromiumBrowser>, IClassFixture<QuickstartSample>, IAsyncLifetime
{
    private const int Phone = 390;

    private IBrowserContext? _visitor;

    public async Task InitializeAsync() => _visitor = await chromium.NewVisitorAsync();

    public async Task DisposeAsync() => await _visitor!.DisposeAsync();

    [RealPartTheory(RealPart.Chromium)]
    [InlineData(Phone)]
    [InlineData(1280)]
    public async Task Nothing_scrolls_sideways(int width)
    {
        var page = await OpenAsync(width);
        (await page.ScrollWidthAsync()).Should().BeLessThanOrEqualTo(width);

        await page.SignInAsync();
        foreach (var button in (string[])["three-at-once", "expire", "ten-at-once", "force"])
        {
            await page.PressAsync(button);
        }

        (await page.ScrollWidthAsync()).Should().BeLessThanOrEqualTo(width);
        (await page.CountAsync("token")).Should().Be(3);
        (await page.WiderThanTheirFrameAsync()).Should().BeEmpty();
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Buttons_that_do_nothing_yet_are_disabled_and_look_disabled()
    {
        var page = await OpenAsync(Phone);
        var before = await page.ActionsAsync();
        await page.SignInAsync();
        var after = await page.ActionsAsync();

        before.Should().HaveCount(7);
        before.Should().OnlyContain(button => !button.Enabled && button.Border == "dashed" && button.Cursor == "not-allowed");
        after.Should().HaveCount(7);
        after.Should().OnlyContain(button => button.Enabled && button.Border == "solid" && button.Cursor == "pointer");
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Each_exchange_shows_the_generation_presented_and_the_generation_issued()
    {
        var page = await OpenAsync(Phone);
        await page.SignInAsync();
        await page.PressAsync("call-inventory");
        await page.PressAsync("force");

        (await page.GenerationsAsync()).Take(3).Should().Equal(("2", "3"), ("1", "2"), ("a code", "1"));
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Each_counter_has_its_sentence()
    {
        var page = await OpenAsync(Phone);

        var sentences = await page.CounterSentencesAsync();

        sentences.Should().HaveCount(3).And.OnlyHaveUniqueItems();
        sentences.Should().OnlyContain(sentence => sentence.StartsWith("How often ") && sentence.Contains(" must "));
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task The_code_on_the_page_is_the_code_of_the_files_that_it_names()
    {
        var page = await OpenAsync(Phone);

        var excerpts = await page.CodeAsync();

        excerpts.Select(excerpt => excerpt.File).Should().Equal("Program.cs", "ApiCaller.cs");
        excerpts[0].Code.Should().Contain(".AddAuth0WebApp(").And.Contain(".WithAccessToken(");
        excerpts[1].Code.Should().Contain(".GetAccessTokenResultAsync(");
        foreach (var (file, code) in excerpts)
        {
            var source = await File.ReadAllLinesAsync(Repository.PathTo("samples", "Quickstart", file));
            source.Select(line => line.Trim()).Should().ContainInConsecutiveOrder(code.Split('\n').Select(line => line.Trim()));
        }
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Every_link_to_the_documentation_and_to_the_code_leads_to_a_text()
    {
        var page = await OpenAsync(Phone);
        using var http = new HttpClient();

        var links = await page.LinksAsync();

        links.Should().Contain(link => link.AbsolutePath == "/docs/getting-started.md")
            .And.Contain(link => link.AbsolutePath == "/source/Program.cs");
        foreach (var link in links.Where(link => link.AbsolutePath != "/sign-in"))
        {
            using var answer = await http.GetAsync(link);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, link.AbsolutePath);
            answer.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
            (await answer.Content.ReadAsStringAsync()).Should().NotBeEmpty();
        }
    }

    private async Task<QuickstartPage> OpenAsync(int width)
    {
        var page = await QuickstartPage.OpenAsync(_visitor!, sample.Address);
        await page.ResizeAsync(width);
        return page;
    }
}
