using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.ReturnAddresses;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>No return address leads a user elsewhere after a login: what is elsewhere, Chromium says.</summary>
public sealed class ReturnAddressChromiumTests(ChromiumBrowser chromium)
    : ProviderContract(new LocalTenantProvider()), IClassFixture<ChromiumBrowser>
{
    private string Here => Application.Address.GetLeftPart(UriPartial.Authority);

    [RealPartFact(RealPart.Chromium)]
    public async Task Where_a_login_leads_is_here_in_the_eyes_of_Chromium()
    {
        using var browser = NewBrowser();
        List<string> led = [];
        foreach (var one in ReturnAddressCases.All)
        {
            led.Add((await browser.OpenAsync(Login(one))).LastLocation!);
        }

        // Spaces at the end of a header are not part of it.
        var wrong =
            from pair in ReturnAddressCases.All.Zip(led)
            where pair.Second.TrimEnd(' ') != pair.First.Expected.TrimEnd(' ')
            select $"{pair.First.Family}: {Uri.EscapeDataString(pair.First.Given)} leads to {Uri.EscapeDataString(pair.Second)}";
        wrong.Should().BeEmpty();
        (await OriginsAsync(led)).Should().OnlyContain(origin => origin == Here);
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task Chromium_follows_the_redirect_of_a_login_to_a_page_of_the_application()
    {
        // Of each family every fifth, and so the first of each.
        ReturnAddressCase[] sample =
        [
            .. from family in ReturnAddressCases.All.GroupBy(one => one.Family)
               from one in family.Where((_, number) => number % 5 == 0)
               where !one.Expected.Contains("%00", StringComparison.Ordinal) // Kestrel takes no such path
               select one,
        ];
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        List<string> ended = [];
        foreach (var one in sample)
        {
            await page.GotoAsync(new Uri(Application.Address, Login(one)).AbsoluteUri);
            ended.Add(page.Url);
        }

        sample.Should().HaveCountGreaterThan(60);
        ended.Should().Equal(await page.EvaluateAsync<string[]>(
            "([addresses, here]) => addresses.map(address => new URL(address, here).href)",
            new object[] { sample.Select(one => one.Expected), Here }));
    }

    [RealPartFact(RealPart.Chromium)]
    public async Task The_reading_of_addresses_that_the_generated_test_relies_on_is_that_of_Chromium()
    {
        var origins = await OriginsAsync(ReturnAddressCases.All.Select(one => one.Given));

        var other =
            from pair in ReturnAddressCases.All.Zip(origins)
            where BrowserUrl.StaysHere(pair.First.Given) != (pair.Second == Here)
            select $"{pair.First.Family}: {Uri.EscapeDataString(pair.First.Given)} is of {pair.Second} to Chromium";
        other.Should().BeEmpty();
    }

    private static string Login(ReturnAddressCase one) => $"/login?returnTo={Uri.EscapeDataString(one.Given)}";

    /// <summary>What a page of the application makes of the addresses.</summary>
    private async Task<string[]> OriginsAsync(IEnumerable<string> addresses)
    {
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(Application.Address.AbsoluteUri);
        return await page.EvaluateAsync<string[]>(
            """
            addresses => addresses.map(address => {
              try { return new URL(address, location.href).origin; } catch { return 'no address'; }
            })
            """,
            addresses);
    }
}
