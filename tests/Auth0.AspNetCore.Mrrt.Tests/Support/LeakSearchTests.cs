namespace Auth0.AspNetCore.Mrrt.Tests.Support;

public sealed class LeakSearchTests
{
    [Fact]
    public async Task The_search_that_ends_every_test_finds_a_token_in_a_log()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Leaks().Should().BeEmpty();
        app.Logs.Lines.Enqueue("Debug something " + (await browser.TokenAsync()).Token);
        app.Leaks().Should().NotBeEmpty();
        app.Logs.Lines.Clear();
    }
}
