using System.Globalization;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
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
            var evidence = new Evidence();
            await using var database = await StartDatabaseAsync();
            await using var tenant = await StormTenant.StartAsync(options.Sessions, limit.Token);
            await using var nodes = new NodeFleet(
                (node, life) => SettingsOf(node, life, tenant, database?.ConnectionString), evidence, time, options.LogFolder);
            await nodes.StartAsync(options.Nodes, limit.Token);
            await PlayAsync(tenant, nodes, database, evidence, limit.Token);
            return Judge.Of(evidence);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StormException($"The storm took longer than {options.Limit.TotalMinutes} minutes.");
        }
    }

    private async Task PlayAsync(
        Auth0Tenant tenant,
        NodeFleet nodes,
        LocalPostgreSql? database,
        Evidence evidence,
        CancellationToken cancellationToken)
    {
        using var web = new Web(nodes);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var budget = new Budget(options.Requests);
        var stories = Stories(tenant, nodes, web, budget, evidence);
        var accidents = new Accidents(
            nodes,
            tenant.Faults,
            database is null ? null : database.RestartAsync,
            mayKill: database is not null, // what a server alone remembers is gone with it
            new Random(options.Seed),
            evidence,
            time,
            inAHurry: options.Requests < SmallStorm,
            what => Say($"{time.GetUtcNow():HH:mm:ss.fff} {what}"));
        var faults = options.Faults
            ? Task.WhenAll(
                new TenantWeather(tenant.Faults, new Random(~options.Seed), time).RunAsync(over.Token),
                accidents.RunAsync(over.Token))
            : Task.CompletedTask;
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

        tenant.Faults.Clear();
        await Task.WhenAll(stories.Select(story => story.CheckAsync(doubted: null, cancellationToken)));
        evidence.Exchanges = [.. tenant.Exchanges.Select(LoggedExchange.Of)];
        evidence.ReuseDetections = tenant.ReuseDetections;
        evidence.FamiliesRevoked = tenant.FamiliesRevoked;
        evidence.IsIssued = tenant.IssuedSecrets.ToHashSet(StringComparer.Ordinal).Contains;
        foreach (var word in evidence.LastWords.Where(word => word is { Reason: null, Doubted: not null }))
        {
            Say($"{word.At:HH:mm:ss.fff} {word.User} had been told {word.Doubted}, and the session lived");
        }

        Say($"{tenant.Counters.Logins} logins, {evidence.AfterSignOut.Count} questions after sign-outs, "
            + string.Join(", ", accidents.Happened.Select(kind => $"{kind.Value} x {kind.Key}")));
    }

    private async Task<LocalPostgreSql?> StartDatabaseAsync()
    {
        if (options.Coordination == Coordination.Memory)
        {
            return null;
        }

        return PostgreSqlPrograms.WhatIsMissing is { } missing
            ? throw new StormException(missing)
            : await LocalPostgreSql.StartAsync();
    }

    private UserStory[] Stories(Auth0Tenant tenant, NodeFleet nodes, Web web, Budget budget, Evidence evidence)
    {
        var apis = ApisOf(tenant);
        var requests = new TokenRequests(web, apis, time);
        var rules = new SignOutRules(options.Mode, nodes, web, requests, evidence, time);
        return
        [
            .. tenant.Users.Select((user, number) => new UserStory(
                user.Id,
                unchecked((options.Seed * 7919) + number),
                web,
                requests,
                apis,
                budget,
                evidence,
                rules,
                time)),
        ];
    }

    private static Apis ApisOf(Auth0Tenant tenant) => new(
        [.. tenant.Apis.Select(api => api.Identifier)],
        [.. tenant.Apis.Select(api => string.Join(' ', api.Scopes))],
        [.. tenant.Apis.Select(api => api.Scopes[0])]);

    private NodeSettings SettingsOf(int node, int life, Auth0Tenant tenant, string? database) => new()
    {
        Node = node,
        Life = life,
        Mode = options.Mode,
        Domain = tenant.Domain,
        ClientId = tenant.Client.ClientId,
        ClientSecret = tenant.Client.ClientSecret,
        Audiences = ApisOf(tenant).Audiences,
        Scopes = ApisOf(tenant).Defaults,
        Database = database,
    };

    /// <summary>Tells how far it is, and ends only when something is wrong.</summary>
    private async Task ProgressAsync(
        NodeFleet nodes, Budget budget, Auth0Tenant tenant, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(ProgressInterval, time, cancellationToken);
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.GetElapsedTime(began).TotalSeconds,5:F0} s: {budget.Left} requests left, "
                + $"{tenant.Counters.Exchanges} calls to the tenant, {tenant.ReuseDetections} reuse detected"));
            if (nodes.AnyCrashed)
            {
                throw new StormException("A server ended by itself.");
            }
        }
    }

    private void Say(string line) => output.WriteLine(line);
}
