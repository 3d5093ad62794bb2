using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What holds a turn, and what frees it.</summary>
public sealed class LockTests
{
    [PostgreSqlFact]
    public async Task A_holder_whose_backend_is_terminated_has_freed_its_turn()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        var waiting = second.EnterAsync("a");
        await servers.WaitingAsync(1);
        await servers.Database.RunAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{servers.Schema}_0'");
        await (await waiting).DisposeAsync();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue("nobody else committed");
    }

    /// <summary>The sign-out waits for nobody, so it may come between another server's question and its lock. Several
    /// times, since the moment cannot be held.</summary>
    [PostgreSqlFact]
    public async Task A_sign_out_during_the_wait_for_the_turn_is_seen_however_short_the_wait()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            var session = $"session-{i}";
            var held = await first.EnterAsync(session);
            var waiting = second.EnterAsync(session);
            await first.Coordinator.EndAsync(session, until: null, default);
            await held.DisposeAsync();
            await using var turn = await waiting;
            turn.Ended.Should().BeTrue();
        }
    }

    [PostgreSqlFact]
    public async Task A_holder_that_is_frozen_keeps_its_turn_and_is_not_passed_by()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        var held = await first.EnterAsync("a");
        first.Network.Freeze();
        await second.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();

        first.Network.Thaw();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await held.DisposeAsync();
        await using var turn = await second.EnterAsync("a");
        turn.NewestGeneration.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task An_idle_transaction_that_the_administrator_would_end_lives_as_long_as_the_exchange()
    {
        await using var creator = await TestServers.CreateAsync();
        await creator.StartAsync(); // the tables take a transaction of several statements
        await using var servers = await TestServers.CreateAsync("Options=-c idle_in_transaction_session_timeout=100");
        var server = await servers.StartAsync(options =>
        {
            options.Schema = creator.Schema;
            options.CreateSchema = false; // even the look for them is a transaction of several statements
        });
        await using var held = await server.EnterAsync("a");
        await servers.Database.AskAsync<object>("SELECT 1 FROM pg_sleep(0.4)"); // the database's own clock decides
        (await servers.Database.AskAsync<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{servers.Schema}_0' AND state = 'idle in transaction'"))
            .Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task Of_each_session_one_request_of_a_server_waits_in_the_database()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        var held = await first.EnterAsync("a");
        var waiting = Enumerable.Range(0, 5).Select(_ => second.EnterAsync("a")).ToArray();
        await servers.WaitingAsync(1);
        (await servers.Database.AskAsync<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{servers.Schema}_1' AND state <> 'idle'"))
            .Should().Be(1);
        await held.DisposeAsync();
        foreach (var turn in waiting)
        {
            await (await turn).DisposeAsync();
        }
    }

    /// <summary>Npgsql notices by itself, between two statements, and calls it a misuse.</summary>
    [PostgreSqlFact]
    public async Task A_commit_on_a_connection_that_a_keep_alive_found_broken_is_kept()
    {
        await using var servers = await TestServers.CreateAsync("Keepalive=1");
        var server = await servers.StartAsync();
        await using var held = await server.EnterAsync("a");
        server.BreakConnections();
        await servers.Database.AskAsync<object>("SELECT 1 FROM pg_sleep(4)"); // the keep-alive's own clock decides
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        (await server.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }

    /// <summary>The answer to a commit was lost: the record stands there, and is this one's.</summary>
    [PostgreSqlFact]
    public async Task A_commit_that_arrived_although_its_answer_did_not_is_kept()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        first.BreakConnections();
        (await second.Coordinator.CommitAsync("a", Records.Of(1, "bought"))).Should().BeTrue();
        (await held.CommitAsync(Records.Of(1, "bought"), default)).Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task A_commit_that_arrived_and_was_gone_on_from_is_kept_and_what_came_after_is_known()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        first.BreakConnections();
        await second.Coordinator.CommitAsync("a", Records.Of(1, "bought"));
        await second.Coordinator.CommitAsync("a", Records.Of(2));
        (await held.CommitAsync(Records.Of(1, "bought"), default)).Should().BeTrue();
        first.Coordinator.Peek("a").NewestGeneration.Should().Be(2);
    }

    /// <summary>The commit stands there already, and the database has not been told of the end yet: the exchange must not
    /// think that its answer was kept, or its response would write the session's cookie.</summary>
    [PostgreSqlFact]
    public async Task A_sign_out_on_this_server_between_the_databases_commit_and_its_answer_wins()
    {
        await using var servers = await TestServers.CreateAsync();
        var schema = servers.Schema;
        var server = await servers.StartAsync(options => options.TurnTimeout = TimeSpan.FromMinutes(1));
        await servers.Database.RunAsync(
            $"CREATE FUNCTION {schema}.wait() RETURNS trigger LANGUAGE plpgsql AS "
            + "$$ BEGIN PERFORM pg_advisory_xact_lock(815); RETURN NULL; END $$; "
            + $"CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON {schema}.session_tokens DEFERRABLE INITIALLY DEFERRED "
            + $"FOR EACH ROW WHEN (NEW.generation > OLD.generation) EXECUTE FUNCTION {schema}.wait()");
        await using var gate = new NpgsqlConnection(servers.Database.ConnectionString);
        await gate.OpenAsync();
        await using var close = new NpgsqlCommand("SELECT pg_advisory_lock(815)", gate);
        await close.ExecuteNonQueryAsync();

        await using var turn = await server.EnterAsync("a");
        var commit = turn.CommitAsync(Records.Of(1), default).AsTask();
        await servers.WaitingAsync(1); // in the COMMIT itself: nothing can refuse it any more
        await server.Line.EndAsync("a", until: null, default);
        await using var open = new NpgsqlCommand("SELECT pg_advisory_unlock(815)", gate);
        await open.ExecuteNonQueryAsync();

        (await commit).Should().BeFalse();
        turn.Ended.Should().BeTrue("a refused commit says why");
        server.Coordinator.Peek("a").Newest.Should().BeNull();
        (await servers.Database.AskAsync<long>($"SELECT generation FROM {schema}.session_tokens WHERE id = 'a'"))
            .Should().Be(1, "the database kept it, and hears of the end later");
    }

    [PostgreSqlFact]
    public async Task An_applications_own_transaction_is_not_joined()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var source = NpgsqlDataSource.Create(servers.Database.ConnectionString);
        var server = await servers.StartAsync();
        await using var database = new SessionDatabase(
            DatabaseAddress.Of(source),
            Microsoft.Extensions.Options.Options.Create(new PostgreSqlOptions { Schema = servers.Schema }));
        using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await new SessionTables(database).EndAsync("a", server.Now.AddDays(1), default);
        }

        (await server.GetStatusAsync("a")).Ended.Should().BeTrue("the sign-out happened, whatever else was undone");
    }

    [PostgreSqlFact]
    public async Task Exchanges_leave_connections_for_those_who_read()
    {
        await using var servers = await TestServers.CreateAsync("Maximum Pool Size=3;Timeout=5");
        var server = await servers.StartAsync(options => options.MaxConcurrentExchanges = 2);
        await server.CreateAsync("a", [1]);
        await using var first = await server.EnterAsync("a");
        await using var second = await server.EnterAsync("b");
        var third = server.EnterAsync("c");
        (await server.ReadAsync("a")).Should().NotBeNull();
        third.IsCompleted.Should().BeFalse();
        await second.DisposeAsync();
        await (await third).DisposeAsync();
    }

    /// <summary>K2: who waits for another server's exchange does not take the place of who could work. A pool of 3 has none left
    /// in which to wait.</summary>
    [PostgreSqlTheory]
    [InlineData(100)]
    [InlineData(3)]
    public async Task Exchanges_that_wait_for_another_server_keep_no_other_waiting(int pool)
    {
        await using var servers = await TestServers.CreateAsync($"Maximum Pool Size={pool}");
        var first = await servers.StartAsync(options => options.MaxConcurrentExchanges = 2);
        var second = await servers.StartAsync(options =>
        {
            options.MaxConcurrentExchanges = 2;
            options.TurnTimeout = TimeSpan.FromMinutes(1);
        });
        var held = new[] { await first.EnterAsync("a"), await first.EnterAsync("b") };
        var waiting = new[] { second.EnterAsync("a"), second.EnterAsync("b") };

        await using (var third = await second.EnterAsync("c").WaitAsync(TimeSpan.FromSeconds(30)))
        {
            (await third.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        }

        waiting.Should().NotContain(turn => turn.IsCompleted);
        foreach (var turn in held)
        {
            await turn.DisposeAsync();
        }

        foreach (var turn in waiting)
        {
            await (await turn).DisposeAsync();
        }
    }

    [PostgreSqlFact]
    public async Task No_more_wait_in_the_database_than_the_pool_has_connections_for()
    {
        await using var servers = await TestServers.CreateAsync("Maximum Pool Size=4");
        var first = await servers.StartAsync(options => options.MaxConcurrentExchanges = 3);
        var second = await servers.StartAsync(options =>
        {
            options.MaxConcurrentExchanges = 2;
            options.TurnTimeout = TimeSpan.FromMinutes(1);
        });
        await second.CreateAsync("read", [1]);
        string[] sessions = ["a", "b", "c"];
        var held = await Task.WhenAll(sessions.Select(first.EnterAsync));
        var waiting = sessions.Select(second.EnterAsync).ToArray();
        await servers.WaitingAsync(1); // the other two ask again and again
        await using var one = await second.EnterAsync("d");
        await using var two = await second.EnterAsync("e");
        (await second.ReadAsync("read")).Should().NotBeNull("one connection is left for it");
        foreach (var turn in held)
        {
            await turn.DisposeAsync();
        }

        await one.DisposeAsync();
        await two.DisposeAsync();
        foreach (var turn in waiting)
        {
            await (await turn).DisposeAsync();
        }
    }

    [PostgreSqlFact]
    public async Task A_pool_that_has_run_dry_is_a_typed_failure_and_recovers()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var source = NpgsqlDataSource.Create(
            $"{servers.Database.ConnectionString};Maximum Pool Size=2;Timeout=1");
        await servers.StartAsync();
        await using var database = new SessionDatabase(
            DatabaseAddress.Of(source),
            Microsoft.Extensions.Options.Options.Create(new PostgreSqlOptions { Schema = servers.Schema }));
        await using (await source.OpenConnectionAsync())
        await using (await source.OpenConnectionAsync())
        {
            var failure = (await database.Invoking(d => d.OpenAsync(default).AsTask()).Should().ThrowAsync<Exception>())
                .Which;
            DatabaseFailure.IsExhaustion(failure).Should().BeTrue();
            DatabaseFailure.Of(failure).Message.Should().Contain("pool");
        }

        await (await database.OpenAsync(default)).DisposeAsync();
    }
}
