using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Generated;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>Two processes that share the keys and nothing else: each believes that it is alone.</summary>
public sealed class OtherProcessTests
{
    private const string Said = "[602]";

    private readonly EphemeralDataProtectionProvider _keys = new();

    [Fact]
    public async Task Tokens_that_another_process_has_obtained_are_noticed_once()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync(a);
        using var servers = new ServerChoice(a.Server.CreateHandler(), b.Server.CreateHandler());
        using var browser = await SignedInAsync(a, servers);
        await servers.RunAsync(1, () => browser.SessionAsync());
        b.Logs.Lines.Should().NotContain(line => line.Contains(Said, StringComparison.Ordinal), "a login is of no generation");

        a.Tenant.Advance(TimeSpan.FromSeconds(5));
        (await servers.RunAsync(0, () => browser.TokenAsync(AppHost.Orders, force: true))).Token.Should().NotBeNull();
        await servers.RunAsync(1, () => browser.SessionAsync());
        await servers.RunAsync(1, () => browser.SessionAsync());
        b.Logs.Lines.Should().ContainSingle(line => line.Contains(Said, StringComparison.Ordinal));
        a.Logs.Lines.Should().NotContain(line => line.Contains(Said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_from_before_the_start_are_an_earlier_process()
    {
        await using var a = await StartAsync();
        using var late = new LateServer();
        using var servers = new ServerChoice(a.Server.CreateHandler(), late);
        using var browser = await SignedInAsync(a, servers);
        await servers.RunAsync(0, () => browser.TokenAsync(AppHost.Orders, force: true));
        a.Tenant.Advance(TimeSpan.FromSeconds(5));
        await using var b = await StartAsync(a);
        late.InnerHandler = b.Server.CreateHandler();
        (await servers.RunAsync(1, () => browser.SessionAsync())).Subject.Should().NotBeNull();
        b.Logs.Lines.Should().NotContain(line => line.Contains(Said, StringComparison.Ordinal));
    }

    private static async Task<TenantBrowser> SignedInAsync(AppHost app, ServerChoice servers)
    {
        var browser = new TenantBrowser(app.Tenant, new Uri("https://localhost"), servers, app.Tenant.Clock);
        (await servers.RunAsync(0, () => browser.SignInAsync("/login"))).Dispose();
        return browser;
    }

    private Task<AppHost> StartAsync(AppHost? other = null) => AppHost.StartAsync(
        services: services => services.AddSingleton<IDataProtectionProvider>(_keys),
        tenantOptions: options => options.TimeProvider = new ManualTimeProvider(),
        other: other);

    private sealed class LateServer : DelegatingHandler;
}
