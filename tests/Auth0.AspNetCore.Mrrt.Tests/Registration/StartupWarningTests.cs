using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>What is allowed and seldom meant is said once, when the application starts.</summary>
public sealed class StartupWarningTests : IDisposable
{
    private const string KeysNotShared = "[1101]";

    private readonly RecordedLogs _logs = new();
    private readonly Mock<ISessionCoordinator> _coordinator = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Sessions_without_their_keys_are_shared_for_nothing()
    {
        _coordinator.Setup(one => one.IsShared).Returns(true);
        await StartAsync(services => services.Replace(ServiceDescriptor.Singleton(_coordinator.Object)));
        _logs.Lines.Should().ContainSingle(line => line.Contains(KeysNotShared, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shared_sessions_with_shared_keys_need_no_word()
    {
        _coordinator.Setup(one => one.IsShared).Returns(true);
        await StartAsync(services =>
        {
            services.Replace(ServiceDescriptor.Singleton(_coordinator.Object));
            services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.GetTempPath()));
        });
        _logs.Lines.Should().NotContain(line => line.Contains(KeysNotShared, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_server_needs_no_shared_keys()
    {
        await StartAsync(_ => { });
        _logs.Lines.Should().NotContain(line => line.Contains(KeysNotShared, StringComparison.Ordinal));
    }

    private async Task StartAsync(Action<IServiceCollection> more)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
        });
        more(services);
        await using var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>().OfType<StartupWarnings>())
        {
            await service.StartAsync(default);
        }
    }
}
