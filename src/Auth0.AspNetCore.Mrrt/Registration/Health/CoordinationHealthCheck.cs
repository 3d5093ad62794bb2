using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auth0.AspNetCore.Mrrt.Registration.Health;

/// <summary>Tells whether the servers can agree at the moment: what they share sessions in answers, and exchanges may begin.</summary>
internal sealed class CoordinationHealthCheck(ISessionCoordinator coordinator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = await coordinator.CheckAsync(cancellationToken).ConfigureAwait(false);
        return health switch
        {
            { IsReachable: false } => new HealthCheckResult(
                context.Registration.FailureStatus, health.Problem ?? "What the servers share their sessions in does not answer."),
            { MayLoseSessions: true } => new HealthCheckResult(
                context.Registration.FailureStatus, health.Problem ?? "What the servers share their sessions in may lose them."),
            { Problem: { } problem } => HealthCheckResult.Degraded(problem),
            { QuietFor: { } quiet } => HealthCheckResult.Degraded(
                $"No exchange begins for another {Math.Ceiling(quiet.TotalSeconds):F0} seconds, after a restart."),
            { PendingWrites: > 0 } => HealthCheckResult.Degraded(
                $"This server has {health.PendingWrites} writes to tell the others."),
            _ => HealthCheckResult.Healthy("The servers can agree."),
        };
    }
}
