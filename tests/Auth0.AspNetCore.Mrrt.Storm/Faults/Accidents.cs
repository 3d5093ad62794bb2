using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Storm.Backends;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Faults;

/// <summary>What happens to the servers and to what they agree through: one accident after the other, each kind as often as any.</summary>
internal sealed class Accidents(
    NodeFleet nodes,
    TenantFaults tenant,
    IStormBackend backend,
    Random random,
    Evidence evidence,
    TimeProvider time,
    bool inAHurry,
    Action<string> tell)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, int> _happened = new(StringComparer.Ordinal);

    /// <summary>How often each kind happened.</summary>
    public IReadOnlyDictionary<string, int> Happened => _happened;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                foreach (var (name, happen) in Shuffled())
                {
                    await Task.Delay(
                        inAHurry ? Between(200, 800) : Between(1000, 4000), time, cancellationToken);
                    if (await happen(cancellationToken))
                    {
                        _happened.AddOrUpdate(name, 1, (_, before) => before + 1);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
    }

    private (string Name, Func<CancellationToken, Task<bool>> Happen)[] Shuffled()
    {
        List<(string, Func<CancellationToken, Task<bool>>)> all =
        [
            ("stop", cancellationToken => FreezeAsync(Any(), Between(300, 1500), cancellationToken)),
            ("stop before rotation", cancellationToken => InExchangeAsync(
                TokenCallMoment.BeforeProcessing, (node, let) => FreezeAsync(node, Between(300, 1500), cancellationToken, let))),
            ("stop after rotation", cancellationToken => InExchangeAsync(
                TokenCallMoment.AfterProcessing, (node, let) => FreezeAsync(node, Between(300, 1500), cancellationToken, let))),
            ("long stop after rotation", cancellationToken => InExchangeAsync(
                TokenCallMoment.AfterProcessing,
                (node, let) => FreezeAsync(node, StormTimes.Backchannel + Between(500, 2500), cancellationToken, let))),
        ];
        if (backend.MayKillServers)
        {
            all.Add(("kill", _ => KillAsync(Any())));
            all.Add(("kill before rotation", _ => InExchangeAsync(TokenCallMoment.BeforeProcessing, KillAsync)));
            all.Add(("kill after rotation", _ => InExchangeAsync(TokenCallMoment.AfterProcessing, KillAsync)));
        }

        all.AddRange(backend.Accidents.Select(accident =>
            ($"backend {accident.Name}", (Func<CancellationToken, Task<bool>>)(cancellationToken =>
                HappenAsync(accident, cancellationToken)))));
        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Lets something happen to the server whose call the tenant is about to decide or to answer.</summary>
    private async Task<bool> InExchangeAsync(TokenCallMoment moment, Func<NodeProcess?, Action, Task<bool>> happen)
    {
        var gate = tenant.HoldTokenCalls(moment, "refresh_token");
        try
        {
            await gate.WaitForArrivalsAsync(1).WaitAsync(LongestWait, time);
            var caller = gate.Held is [var call, ..] ? NodeIdentity.FromTelemetry(call.Telemetry) : null;
            return await happen(nodes.Find(caller), tenant.Clear);
        }
        catch (TimeoutException)
        {
            return false; // nobody wanted anything: another time
        }
        finally
        {
            tenant.Clear();
        }
    }

    private NodeProcess? Any() => nodes.Pick(random.NextDouble());

    private async Task<bool> FreezeAsync(
        NodeProcess? node, TimeSpan duration, CancellationToken cancellationToken, Action? letCallsGo = null)
    {
        if (node is null)
        {
            return false;
        }

        tell($"node {node.Identity.Node} stands still for {duration.TotalSeconds:F1} s");

        var disturbance = evidence.BeginDisturbance(time.GetUtcNow());
        await node.StopAsync();
        letCallsGo?.Invoke();
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        finally
        {
            await node.ContinueAsync();
            disturbance.End(time.GetUtcNow());
        }

        return true;
    }

    private Task<bool> KillAsync(NodeProcess? node) => KillAsync(node, static () => { });

    private async Task<bool> KillAsync(NodeProcess? node, Action letCallsGo)
    {
        if (node is null)
        {
            return false;
        }

        tell($"node {node.Identity.Node} is killed");
        await nodes.KillAsync(node);
        letCallsGo();
        await Task.Delay(Between(100, 1000), time);
        await nodes.RestartAsync(node.Identity, CancellationToken.None);
        return true;
    }

    private async Task<bool> HappenAsync(BackendAccident accident, CancellationToken cancellationToken)
    {
        tell($"the backend: {accident.Name}");
        var disturbance = evidence.BeginDisturbance(time.GetUtcNow());
        await accident.HappenAsync(random, cancellationToken);
        disturbance.End(time.GetUtcNow() + accident.Recovery);
        // A server that is killed before it has told the backend what it could not is another storm's subject.
        await Task.Delay(accident.Recovery, time, cancellationToken);
        return true;
    }

    private TimeSpan Between(int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most));
}
