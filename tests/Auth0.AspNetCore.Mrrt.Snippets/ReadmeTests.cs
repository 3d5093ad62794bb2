using Auth0.AspNetCore.Mrrt.Snippets.Support;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>The programs that the documentation shows do what it says, as they stand there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public Task The_program_of_the_readme_signs_in_and_gets_a_token() =>
        GetsATokenAsync(Readme.Run, "/stock", "Here is a token for the inventory API.");

    [Fact]
    public Task The_program_of_the_first_page_signs_in_and_gets_a_token() =>
        GetsATokenAsync(GettingStarted.Run, "/stock", "https://inventory.example.com");

    private static async Task GetsATokenAsync(Action<string[]> program, string path, string expected)
    {
        await using var tenant = await Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
        await using var running = await RunningProgram.StartAsync(
            program,
            "--Auth0:Domain", tenant.Domain,
            "--Auth0:ClientId", tenant.Client.ClientId,
            "--Auth0:ClientSecret", tenant.Client.ClientSecret,
            "--Logging:LogLevel:Default", "None");
        using var browser = new TenantBrowser(tenant, running.Address);

        using var page = await browser.SignInAsync(path);
        (await page.Content.ReadAsStringAsync()).Should().Contain(expected);
        tenant.Exchanges.Should().HaveCount(2, "there is the sign-in, and one token for the inventory API");
        tenant.ReuseDetections.Should().Be(0);
    }
}
