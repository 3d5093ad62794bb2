using Auth0.AspNetCore.Mrrt.Snippets.Support;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>The programs that the documentation prints compile as printed, against the packed package, and work.</summary>
public sealed class PrintedProgramTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Theory]
    [InlineData("README.md", "Here is a token for the inventory API.")]
    [InlineData("docs/getting-started.md", "A token for https://inventory.example.com until ")]
    public async Task The_first_program_of_a_page_builds_as_printed_and_gets_a_token(string page, string expected)
    {
        using var program = new PrintedProgram(page, packages);

        var (exitCode, output) = await program.BuildAsync();

        var told = string.Join(Environment.NewLine, output);
        exitCode.Should().Be(0, told);
        output.Should().Contain(line => line.Trim() == "0 Warning(s)", told);
        await GetsATokenAsync(program, expected);
    }

    [Fact]
    public void The_package_for_tests_packs_as_well() =>
        packages.Files.Should().ContainSingle(file => file.StartsWith("Auth0.AspNetCore.Mrrt.Testing.", StringComparison.Ordinal));

    private static async Task GetsATokenAsync(PrintedProgram program, string expected)
    {
        await using var tenant = await Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
        var (process, address) = await program.StartAsync(tenant);
        await using var _ = process;
        using var browser = new TenantBrowser(tenant, address);

        using var page = await browser.SignInAsync("/stock");

        (await page.Content.ReadAsStringAsync()).Should().Contain(expected);
        tenant.Exchanges.Should().HaveCount(2, "there is the sign-in, and one token for the inventory API");
        tenant.ReuseDetections.Should().Be(0);
    }
}
