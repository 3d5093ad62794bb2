using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Warns of what is allowed and seldom meant, once the application has started.</summary>
internal sealed class StartupWarnings(
    ISessionCoordinator coordinator,
    IOptions<KeyManagementOptions> keys,
    OtherProcess others,
    ILogger<StartupWarnings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = others; // It is made now: it compares moments with this one.
        if (coordinator.IsShared && keys.Value.XmlRepository is null)
        {
            logger.KeysNotShared();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
