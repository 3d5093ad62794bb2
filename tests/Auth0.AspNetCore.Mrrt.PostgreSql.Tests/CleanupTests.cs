using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Background;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

public sealed class CleanupTests
{
    [PostgreSqlFact]
    public async Task What_has_expired_goes_and_what_has_not_stays()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync(options => options.RecordLifetime = TimeSpan.FromDays(10));
        await server.CreateAsync("short", [1], TimeSpan.FromDays(1));
        await server.CreateAsync("long", [1], TimeSpan.FromDays(100));
        await server.Coordinator.CommitAsync("long", Records.Of(1));
        await server.Coordinator.CommitAsync("cookie", Records.Of(1));
        await server.EndAsync("ended", server.Now + TimeSpan.FromDays(5));

        await PassAsync(servers, TimeSpan.FromDays(2));
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session")).Should().Equal("cookie", "ended", "long");
        (await IdsAsync(servers, "session_tokens")).Should().Equal("cookie", "long");

        await PassAsync(servers, TimeSpan.FromDays(20));
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session")).Should().Equal("long");
        (await IdsAsync(servers, "session_tokens")).Should().Equal(
            ["long"], "the tokens of a stored session live as long as it does");
    }

    /// <summary>A clock may be wrong for a while. What the others have stored must be there afterwards.</summary>
    [PostgreSqlFact]
    public async Task A_server_whose_clock_is_days_ahead_removes_nothing_that_the_database_holds_for_valid()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var ahead = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        await server.CreateAsync("stored", [1], TimeSpan.FromDays(1));
        await server.Coordinator.CommitAsync("cookie", Records.Of(1));
        await server.EndAsync("ended", server.Now + TimeSpan.FromDays(1));

        var fast = await ahead.StartAsync(options => options.Schema = servers.Schema);
        ahead.Clock.Advance(TimeSpan.FromDays(400));
        await fast.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session")).Should().Equal("cookie", "ended", "stored");
        (await IdsAsync(servers, "session_tokens")).Should().Equal("cookie");
    }

    /// <summary>Expiry goes by the servers' clocks, which may be a little behind the database's.</summary>
    [PostgreSqlFact]
    public async Task What_has_expired_stays_for_another_hour()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        await server.EndAsync("ended", server.Now + TimeSpan.FromHours(1));
        await PassAsync(servers, TimeSpan.FromHours(2) - TimeSpan.FromMinutes(1));
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session")).Should().Equal("ended");
        await PassAsync(servers, TimeSpan.FromMinutes(2));
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session")).Should().BeEmpty();
    }

    /// <summary>S10: cookies may last for longer than <c>RecordLifetime</c>.</summary>
    [PostgreSqlFact]
    public async Task The_tokens_of_a_cookie_session_stay_until_the_last_older_cookie_expires()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync(options => options.RecordLifetime = TimeSpan.FromDays(10));
        var until = server.Now + TimeSpan.FromDays(60);
        await server.Coordinator.CommitAsync("cookie", new SessionRecord(1, [1]) { KeepUntil = until });
        await server.Coordinator.CommitAsync("cookie", new SessionRecord(2, [2]) { KeepUntil = server.Now });
        await server.Coordinator.CommitAsync("for ever", new SessionRecord(1, [1]) { KeepUntil = DateTimeOffset.MaxValue });

        await PassAsync(servers, TimeSpan.FromDays(60) - TimeSpan.FromMinutes(1));
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session_tokens")).Should().Equal("cookie", "for ever");
        var other = await servers.StartAsync();
        await using (var turn = await other.Coordinator.EnterAsync("cookie", default))
        {
            turn.NewestGeneration.Should().Be(2);
        }

        await PassAsync(servers, TimeSpan.FromDays(40));
        await server.Service<Cleanup>().RunAsync(default);
        await server.Service<Cleanup>().RunAsync(default);
        (await IdsAsync(servers, "session_tokens")).Should().Equal("for ever");
    }

    [PostgreSqlFact]
    public async Task It_goes_in_batches_and_several_servers_at_once_are_in_nobodys_way()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync(options => options.CleanupBatch = 10);
        var second = await servers.StartAsync(options => options.CleanupBatch = 10);
        await servers.Database.RunAsync(
            $"INSERT INTO {servers.Schema}.session (id, expires_at) SELECT i::text, now() - interval '1 day' FROM generate_series(1, 95) i");
        await Task.WhenAll(AllAsync(first), AllAsync(second));

        (await IdsAsync(servers, "session")).Should().BeEmpty();

        static async Task AllAsync(ServerUnderTest server)
        {
            while (await server.Service<Cleanup>().RunAsync(default))
            {
                // there may be more
            }
        }
    }

    /// <summary>Who signed out elsewhere is heard of between two batches, however much there is to remove.</summary>
    [PostgreSqlFact]
    public async Task One_batch_goes_with_each_pass_until_nothing_is_left()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync(options => options.CleanupBatch = 10);
        var other = await servers.StartAsync();
        await server.Service<BackgroundWork>().StartingAsync(default);
        await servers.Database.RunAsync(
            $"INSERT INTO {servers.Schema}.session (id, expires_at) SELECT i::text, now() - interval '1 day' FROM generate_series(1, 25) i");
        servers.Clock.Advance(TimeSpan.FromMinutes(6));
        foreach (var left in (int[])[15, 5, 0])
        {
            await other.EndAsync($"ended with {left} left");
            await server.PassAsync();
            server.Coordinator.Peek($"ended with {left} left").Ended.Should().BeTrue();
            (await servers.Database.AskAsync<long>(
                $"SELECT count(*) FROM {servers.Schema}.session WHERE ended_at IS NULL")).Should().Be(left);
        }

        var sent = new SentStatements(servers.Database, servers.Schema);
        await sent.NewAsync();
        await server.PassAsync();
        (await sent.NewAsync()).Should().NotContain(
            statement => statement.Contains("DELETE", StringComparison.Ordinal), "the next one is due after the interval");
    }

    [PostgreSqlFact]
    public async Task A_row_whose_turn_somebody_has_is_left_to_him()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await first.Coordinator.CommitAsync("a", Records.Of(1));
        await PassAsync(servers, TimeSpan.FromDays(400));
        await using (var held = await first.EnterAsync("a"))
        {
            await second.Service<Cleanup>().RunAsync(default);
            (await IdsAsync(servers, "session_tokens")).Should().Equal("a");
            (await held.CommitAsync(Records.Of(2), default)).Should().BeTrue();
        }

        (await second.GetStatusAsync("a")).NewestGeneration.Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task It_runs_by_itself_at_its_interval()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        await server.Service<BackgroundWork>().StartingAsync(default);
        await server.CreateAsync("a", [1], TimeSpan.FromMinutes(1));
        await PassAsync(servers, TimeSpan.FromHours(2));
        servers.Clock.Advance(TimeSpan.FromMinutes(4));
        await server.PassAsync();
        (await IdsAsync(servers, "session")).Should().Equal("a");
        servers.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.PassAsync();
        (await IdsAsync(servers, "session")).Should().BeEmpty();
    }

    /// <summary>Time passes for the database, and for no server.</summary>
    private static async Task PassAsync(TestServers servers, TimeSpan time)
    {
        foreach (var table in (string[])["session", "session_tokens"])
        {
            await servers.Database.RunAsync(
                $"UPDATE {servers.Schema}.{table} SET expires_at = expires_at - interval '{(long)time.TotalSeconds} seconds'");
        }
    }

    private static async Task<string[]> IdsAsync(TestServers servers, string table) =>
        await servers.Database.AskAsync<string[]>(
            $"SELECT coalesce(array_agg(id ORDER BY id), '{{}}') FROM {servers.Schema}.{table}");
}
