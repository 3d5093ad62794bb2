using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The database goes away and comes back, on a server of the test's own.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    [PostgreSqlFact]
    public async Task An_exchange_under_way_while_the_database_restarts_is_kept_and_nobody_passes_it_by()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var second = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        await using var held = await first.EnterAsync("a");
        await database.RestartAsync(immediately: true);

        // The row's lock is gone, and the tenant is still being asked.
        var refused = (await second.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>())
            .Which;
        refused.RetryAfter.Should().BePositive().And.BeLessThanOrEqualTo(Quiet);
        second.Coordinator.Peek("a").Busy.Should().BeFalse();

        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await second.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        second.Coordinator.Peek("a").Newest!.Generation.Should().Be(1, "what is there to be read is read all the same");
    }

    /// <summary>K7: nobody can have held a turn before there were tables.</summary>
    [PostgreSqlFact]
    public async Task A_database_that_has_just_been_created_is_not_quiet_until_it_restarts()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var server = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();

        await database.RestartAsync();
        var refused = (await server.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>()).Which;
        refused.Message.Should().MatchRegex(
            @"^The database started \d+ s ago\. No exchange begins for another \d+ s, because one from before the start may be under way "
            + @"\(QuietAfterRestart\)\.$");
    }

    [PostgreSqlFact]
    public async Task A_schema_that_is_added_to_a_database_that_has_just_started_is_not_quiet()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await database.RestartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var server = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();
    }

    /// <summary>Resetting them is how the database shows that it has recovered from the crash of a process.</summary>
    [PostgreSqlFact]
    public async Task Statistics_that_were_reset_after_the_tables_were_created_count_as_a_restart()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var server = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        await server.Coordinator.CommitAsync("a", Records.Of(1));
        await database.RunAsync("SELECT pg_stat_reset_shared('bgwriter')");
        await server.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
    }

    [PostgreSqlFact]
    public async Task A_commit_outlasts_a_database_that_is_down_for_a_while()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(5));
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        await database.StopAsync();
        var commit = held.CommitAsync(Records.Of(1), default).AsTask();
        await second.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        await database.StartAgainAsync();
        (await commit).Should().BeTrue();
        (await second.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }

    /// <summary>The turn is refused all the same: a sign-in that continues the session must not use its refresh token yet.</summary>
    [PostgreSqlFact]
    public async Task The_end_of_a_session_is_learned_during_the_quiet_time()
    {
        await using var database = await LocalPostgreSql.StartAsync();
        await using var servers = await TestServers.CreateAsync(database: database);
        var first = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        var second = await servers.StartAsync();
        await database.RestartAsync();
        await second.EndAsync("a");
        await first.Invoking(server => server.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        first.Coordinator.HasEnded("a").Should().BeTrue();
        second.Logs.Lines.Should().NotContain(line => line.Contains("[904]", StringComparison.Ordinal));
    }

    /// <summary>The standby has been up for longer than the quiet time: what counts is when it took over.</summary>
    [PostgreSqlFact]
    public async Task An_exchange_under_way_while_a_standby_takes_over_is_kept_and_nobody_passes_it_by()
    {
        await using var primary = await LocalPostgreSql.StartAsync();
        await using var standby = await primary.StartStandbyAsync();
        await using var servers = await TestServers.CreateAsync(database: primary);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var second = await servers.StartAsync(options => options.QuietAfterRestart = TimeSpan.FromSeconds(1.5));
        await first.Coordinator.CommitAsync("a", Records.Of(1));
        while (!await standby.AskAsync<bool>(
            $"SELECT clock_timestamp() - pg_postmaster_start_time() > interval '2 s' AND to_regclass('{servers.Schema}.session_tokens') IS NOT NULL")
            || await standby.AskAsync<long>($"SELECT count(*) FROM {servers.Schema}.session_tokens") == 0)
        {
            // follows
        }

        await using var held = await first.EnterAsync("a");
        await second.PassAsync(); // beats, now and then
        await primary.StopAsync(immediately: true);
        (await standby.AskAsync<bool>("SELECT pg_promote()")).Should().BeTrue();
        first.Network.LeadTo(standby.Port);
        second.Network.LeadTo(standby.Port);

        (await second.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>())
            .Which.RetryAfter.Should().BePositive();
        (await held.CommitAsync(Records.Of(2), default)).Should().BeTrue();
        (await second.GetStatusAsync("a")).NewestGeneration.Should().Be(2);
    }
}
