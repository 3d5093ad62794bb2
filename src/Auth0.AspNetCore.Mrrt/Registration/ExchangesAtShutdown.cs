using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.Hosting;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Lets a server that stops finish the exchanges that are under way: what they bring must be kept. The host's
/// shutdown time-out is the limit.</summary>
internal sealed class ExchangesAtShutdown(UnderWay exchanges) : IHostedLifecycleService
{
    /// <summary>Here already, before what coordinates sessions says its last (<see cref="StoppedAsync"/>).</summary>
    public Task StopAsync(CancellationToken cancellationToken) => exchanges.WhenIdleAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => exchanges.WhenIdleAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
