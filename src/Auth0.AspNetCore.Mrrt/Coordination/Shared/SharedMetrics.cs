using System.Diagnostics.Metrics;
using Auth0.AspNetCore.Mrrt.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What operators can count where several servers share the sessions.</summary>
internal sealed class SharedMetrics
{
    private readonly Counter<long> _lost;
    private readonly Counter<long> _inDoubt;

    public SharedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LibraryMeter.Name);
        _lost = meter.CreateCounter<long>(
            "auth0.coordination.turns_lost", "{turn}", "Turns that another server took, or may have taken, before they ended.");
        _inDoubt = meter.CreateCounter<long>(
            "auth0.coordination.in_doubt", "{generation}", "Generations of tokens after which two servers may have used one refresh token.");
    }

    public void TurnLost() => _lost.Add(1);

    public void InDoubt() => _inDoubt.Add(1);
}
