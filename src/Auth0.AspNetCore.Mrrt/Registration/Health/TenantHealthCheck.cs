using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auth0.AspNetCore.Mrrt.Registration.Health;

/// <summary>Tells whether the tenant's discovery document and keys are at hand. Nothing is asked of the tenant while they are
/// fresh, and after a failure nothing for <see cref="Pause"/>, however often the check runs.</summary>
internal sealed class TenantHealthCheck(string scheme, ITenants tenants, TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _failedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (IsPaused())
        {
            return Failed(context);
        }

        try
        {
            var tenant = tenants.Get(scheme);
            using var limit = new CancellationTokenSource(tenant.Channel.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var document = await tenant.ConfigurationManager.GetConfigurationAsync(either.Token).ConfigureAwait(false);
            Note(failed: false);
            return document.SigningKeys.Count == 0
                ? new HealthCheckResult(context.Registration.FailureStatus, "The tenant has no keys: nobody can sign in.")
                : tenant.ConfigurationManager is TenantConfiguration { IsOld: true }
                    ? HealthCheckResult.Degraded("The tenant does not answer. An older discovery document serves.")
                    : HealthCheckResult.Healthy("The discovery document and the keys are at hand.");
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Note(failed: true);
            return Failed(context);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context) => new(
        context.Registration.FailureStatus,
        "The tenant's discovery document or its keys cannot be read: nobody can sign in, and no token is obtained.");

    private bool IsPaused()
    {
        lock (_gate)
        {
            return _failedAt is { } at && time.GetElapsedTime(at) < Pause;
        }
    }

    private void Note(bool failed)
    {
        lock (_gate)
        {
            _failedAt = failed ? time.GetTimestamp() : null;
        }
    }
}
