using System.Globalization;
using Auth0.AspNetCore.Mrrt.Storm.Backends;
using Auth0.AspNetCore.Mrrt.Storm.Browsers;
using Auth0.AspNetCore.Mrrt.Storm.Faults;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Storm.Tenant;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>Starts everything, plays the storm, and stops everything, however it ends.</summary>
internal sealed class StormRun(StormOptions options, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    private const int SmallStorm = 2000;

    /// <exception cref="StormException">It could not be played to its end.</exception>
    public async Task<Verdict> PlayAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        try
        {
            var evidence = new Evidence { ServersLearnLate = options is { Mode: SessionMode.Cookie, Nodes: > 1 } };
            await using var backend = await StartBackendAsync();
            if (backend.IsQuietAtFirst)
            {
                evidence.BeginDisturbance(time.GetUtcNow()).End(time.GetUtcNow());
            }

            await using var tenant = await StartTenantAsync(limit.Token);
            await using var nodes = new NodeFleet(
                (node, life) => SettingsOf(node, life, tenant, backend.Address), evidence, time, options.LogFolder);
            await nodes.StartAsync(options.Nodes, limit.Token);
            foreach (var node in nodes.All())
            {
                await tenant.RegisterAsync(node.Address);
            }

            await PlayAsync(tenant, nodes, backend, evidence, limit.Token);
            return Judge.Of(evidence);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StormException($"The storm took longer than {options.Limit.TotalMinutes} minutes.");
        }
    }

    private async Task PlayAsync(
        IStormTenant tenant,
        NodeFleet nodes,
        IStormBackend backend,
        Evidence evidence,
        CancellationToken cancellationToken)
    {
        using var web = new Web(nodes);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var budget = new Budget(options.Requests);
        var stories = Stories(tenant, nodes, web, budget, evidence);
        var faults = options.Faults && tenant.Faults is { } possible
            ? FailAsync(possible, nodes, backend, evidence, over.Token)
            : Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
        var progress = ProgressAsync(nodes, budget, tenant, over.Token);
        try
        {
            await Task.WhenAny(Task.WhenAll(stories.Select(story => story.PlayAsync(over.Token))), progress).Unwrap();
        }
        finally
        {
            await over.CancelAsync();
            await faults;
        }

        tenant.Faults?.Clear();
        await Task.WhenAll(stories.Select(story => story.CheckAsync(doubted: null, cancellationToken)));
        await tenant.TestifyAsync(evidence);
        foreach (var word in evidence.LastWords.Where(word => word is { Reason: null, Doubted: not null }))
        {
            Say($"{word.At:HH:mm:ss.fff} {word.User} had been told {word.Doubted}, and the session lived");
        }

        string[] happened =
        [
            $"{(await tenant.ProgressAsync()).Logins} logins",
            $"{evidence.Changes.Count} changes of claims or session",
            $"{evidence.AfterSignOut.Count} questions after sign-outs",
            .. (await faults).Select(kind => $"{kind.Value} x {kind.Key}"),
        ];
        Say(string.Join(", ", happened));
    }

    /// <summary>Lets everything fail until the storm is over.</summary>
    /// <returns>How often each kind of accident happened.</returns>
    private async Task<IReadOnlyDictionary<string, int>> FailAsync(
        TenantFaults tenant,
        NodeFleet nodes,
        IStormBackend backend,
        Evidence evidence,
        CancellationToken cancellationToken)
    {
        var accidents = new Accidents(
            nodes,
            tenant,
            backend,
            new Random(options.Seed),
            evidence,
            time,
            inAHurry: options.Requests < SmallStorm,
            what => Say($"{time.GetUtcNow():HH:mm:ss.fff} {what}"));
        await Task.WhenAll(
            new TenantWeather(tenant, new Random(~options.Seed), time).RunAsync(cancellationToken),
            accidents.RunAsync(cancellationToken));
        return accidents.Happened;
    }

    private async Task<IStormTenant> StartTenantAsync(CancellationToken cancellationToken)
    {
        string[] users =
        [
            .. Enumerable.Range(0, options.Sessions)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"auth0|user-{number:D4}")),
        ];
        return options.Tenant == TenantKind.Certified
            ? await CertifiedTenant.StartAsync(users)
            : await LocalTenant.StartAsync(users, cancellationToken);
    }

    private async Task<IStormBackend> StartBackendAsync() => options.Backend switch
    {
        Backend.PostgreSql => await PostgreSqlBackend.StartAsync(),
        Backend.Redis => await RedisBackend.StartAsync(),
        _ => new MemoryBackend(),
    };

    private UserStory[] Stories(IStormTenant tenant, NodeFleet nodes, Web web, Budget budget, Evidence evidence)
    {
        var requests = new TokenRequests(web, tenant.Apis, time);
        var rules = new SignOutRules(new EndedSessionRule(options, evidence), nodes, web, requests, evidence, time);
        return
        [
            .. tenant.Users.Select((user, number) => new UserStory(
                user,
                unchecked((options.Seed * 7919) + number),
                options,
                web,
                requests,
                tenant.Apis,
                budget,
                evidence,
                rules,
                time)),
        ];
    }

    private NodeSettings SettingsOf(int node, int life, IStormTenant tenant, string? address) => new()
    {
        Node = node,
        Life = life,
        Mode = options.Mode,
        Domain = tenant.Domain,
        ClientId = tenant.ClientId,
        ClientSecret = tenant.ClientSecret,
        Audiences = tenant.Apis.Audiences,
        Scopes = tenant.Apis.Defaults,
        Backend = options.Backend,
        BackendAddress = address,
        Quiet = options.Faults ? StormTimes.Quiet : TimeSpan.Zero,
    };

    /// <summary>Tells how far it is, and ends only when something is wrong.</summary>
    private async Task ProgressAsync(
        NodeFleet nodes, Budget budget, IStormTenant tenant, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(ProgressInterval, time, cancellationToken);
            var so = await tenant.ProgressAsync();
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.GetElapsedTime(began).TotalSeconds,5:F0} s: {budget.Left} requests left, "
                + $"{so.Exchanges} calls to the tenant, {so.ReuseDetections} reuse detected"));
            if (nodes.AnyCrashed)
            {
                throw new StormException("A server ended by itself.");
            }
        }
    }

    private void Say(string line) => output.WriteLine(line);
}
