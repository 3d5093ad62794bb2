using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>The library in an application that was compiled ahead of time.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class NativeAotTests(NativeApplication application) : IClassFixture<NativeApplication>
{
    private const string SecondApi = "https://inventory.example.com";

    [RealPartFact(RealPart.NativeCompiler)]
    public void A_native_publish_succeeds_without_a_warning()
    {
        application.ExitCode.Should().Be(0, string.Join(Environment.NewLine, application.Output));
        application.Output.Should().Contain(line => line.Contains("Generating native code"));
        application.Output.Should().NotContain(line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));
        Directory.EnumerateFiles(application.Folder, "*.dll").Should().BeEmpty("everything is compiled into one program");
    }

    [RealPartFact(RealPart.NativeCompiler)]
    public async Task A_user_signs_in_to_the_native_application_and_gets_a_token_for_a_second_API()
    {
        await using var tenant = await Auth0Tenant.StartAsync();
        var (process, address) = await application.StartAsync(tenant);
        await using var _ = process;
        using var browser = new TenantBrowser(tenant, address);

        using var account = await browser.SignInAsync("/account");

        (await TextAsync(account)).Should().Be($"Signed in: {tenant.Users[0].Name}");
        (await TextAsync(browser, SecondApi)).Should().Be("There is a token.");
        (await TextAsync(browser, "https://unknown.example.com")).Should().StartWith("There is no token");
        tenant.Exchanges.Should().ContainSingle(exchange =>
            exchange.Grant == "refresh_token"
            && exchange.IssuedAudience == SecondApi
            && exchange.Outcome == TokenExchangeOutcome.Granted);
        tenant.ReuseDetections.Should().Be(0);
    }

    private static async Task<string> TextAsync(TenantBrowser browser, string audience)
    {
        using var page = await browser.GetAsync($"/token?audience={Uri.EscapeDataString(audience)}");
        return await TextAsync(page);
    }

    private static Task<string> TextAsync(HttpResponseMessage page) =>
        new StreamReader(page.Content.ReadAsStream()).ReadToEndAsync();
}
