using Microsoft.Extensions.Hosting;

namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Leaves signals alone. The host's own lifetime keeps the process alive on SIGINT and SIGTERM, but the process is the
/// test's.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
