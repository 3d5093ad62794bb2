using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.Hosting;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Lets a stopping server finish its running exchanges and store their tokens. The host's shutdown time-out is the
/// limit.</summary>
internal sealed class DrainOnShutdown(InFlightWork exchanges) : IHostedLifecycleService
{
    /// <summary>Waits here first: the session coordinator ends before <see cref="StoppedAsync"/>.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => exchanges.DrainAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => exchanges.DrainAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
