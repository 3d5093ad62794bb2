using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The system's Chromium, headless, driven by Playwright. A class or collection fixture.</summary>
/// <remarks>
/// Let the application be <c>localhost</c> and the provider <c>127.0.0.1</c>: the same host on two ports is one site
/// and one cookie jar, which hides SameSite mistakes.
/// </remarks>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        RealParts.Require(RealPart.Chromium);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = RealParts.ChromiumPath,
            Headless = true,
            Args =
            [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
    }

    /// <summary>A fresh cookie jar: another person at another machine. Dispose it at the end of the test.</summary>
    public Task<IBrowserContext> NewVisitorAsync() =>
        (_browser ?? throw new InvalidOperationException("Chromium was not started.")).NewContextAsync();
}
