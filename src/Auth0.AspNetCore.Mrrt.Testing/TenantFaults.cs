using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Time;
using Auth0.AspNetCore.Mrrt.Testing.Token;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>What goes wrong at <c>/oauth/token</c>, on purpose. Everything may be changed while calls are running.</summary>
public sealed class TenantFaults
{
    private readonly Lock _sync = new();
    private readonly List<TokenFault> _faults = [];
    private readonly List<TokenCallGate> _gates = [];
    private readonly IssuedSecrets _secrets;
    private readonly CancellationToken _stopping;

    internal TenantFaults(IssuedSecrets secrets, CancellationToken stopping)
    {
        _secrets = secrets;
        _stopping = stopping;
    }

    /// <summary>
    /// How long every call takes before it is processed, on the tenant's clock and from the call's arrival:
    /// <see cref="Auth0Tenant.Advance"/> ends it without waiting.
    /// </summary>
    /// <value>The default is zero.</value>
    public TimeSpan Latency { get; set; }

    /// <summary>Adds a fault. Where several match a call, the one that was added first hits it.</summary>
    /// <param name="fault">The fault; add it once.</param>
    public void Add(TokenFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _secrets.Keep(fault.Secret ?? "");
        lock (_sync)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Takes all faults and the latency away and opens all gates.</summary>
    public void Clear()
    {
        TokenCallGate[] gates;
        lock (_sync)
        {
            Latency = TimeSpan.Zero;
            _faults.Clear();
            gates = [.. _gates];
            _gates.Clear();
        }

        foreach (var gate in gates)
        {
            gate.Release();
        }
    }

    /// <summary>Holds calls from now on until the gate is released.</summary>
    /// <param name="moment">Where they are held: before they are processed or before they are answered.</param>
    /// <param name="grant">Only calls with this <c>grant_type</c>; every call if it is null.</param>
    /// <param name="audience">Only calls that ask for this <c>audience</c>; every call if it is null.</param>
    public TokenCallGate HoldTokenCalls(
        TokenCallMoment moment = TokenCallMoment.BeforeProcessing, string? grant = null, string? audience = null)
    {
        var gate = new TokenCallGate(moment, grant, audience);
        lock (_sync)
        {
            _gates.Add(gate);
        }

        return gate;
    }

    internal TokenFault? Take(string grant, string? audience)
    {
        lock (_sync)
        {
            return _faults.Find(fault => fault.TryHit(grant, audience));
        }
    }

    // Counted from the call's arrival: who has seen the call arrive may move the clock once and knows that the delay is over.
    internal Task DelayAsync(TokenFault? fault, DateTimeOffset arrival, TenantClock clock)
    {
        var delay = Latency + (fault?.Delay ?? TimeSpan.Zero);
        return delay > TimeSpan.Zero ? clock.WaitUntilAsync(arrival + delay, _stopping) : Task.CompletedTask;
    }

    internal async Task HoldAsync(TokenCallMoment moment, TokenCall call)
    {
        TokenCallGate[] gates;
        lock (_sync)
        {
            gates = [.. _gates.Where(gate => gate.Holds(moment, call.Grant, call.Audience))];
        }

        foreach (var gate in gates)
        {
            await gate.PassAsync(
                new HeldTokenCall(call.Grant, call.ClientId, call.Audience, call.Scope, call.Telemetry))
                .ConfigureAwait(false);
        }
    }
}
