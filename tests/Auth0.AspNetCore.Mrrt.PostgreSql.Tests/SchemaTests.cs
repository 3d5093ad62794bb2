using System.Globalization;
using Auth0.AspNetCore.Mrrt.PostgreSql.Background;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

public sealed class SchemaTests
{
    [PostgreSqlFact]
    public async Task Three_servers_that_start_at_once_create_the_tables_once()
    {
        await using var servers = await TestServers.CreateAsync();
        var started = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => servers.StartAsync())));
        foreach (var server in started)
        {
            (await server.Coordinator.CommitAsync($"of {server.Network.Port}", Records.Of(1))).Should().BeTrue();
        }

        (await servers.Database.AskAsync<long>(
            $"SELECT count(*) FROM pg_tables WHERE schemaname = '{servers.Schema}'")).Should().Be(5);
    }

    [PostgreSqlFact]
    public async Task The_script_does_the_same_and_may_be_run_again()
    {
        await using var servers = await TestServers.CreateAsync();
        await servers.Database.RunAsync(PostgreSqlSchema.Script(servers.Schema));
        await servers.Database.RunAsync(PostgreSqlSchema.Script(servers.Schema));
        var server = await servers.StartAsync(options => options.CreateSchema = false);
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();
    }

    [PostgreSqlTheory]
    [InlineData(1, "DROP FUNCTION {0}.take_turn; DROP FUNCTION {0}.begin_turn;")]
    [InlineData(2, "DROP FUNCTION {0}.begin_turn;")]
    public async Task Three_servers_that_start_at_once_add_what_an_earlier_version_lacks_and_keep_what_it_holds(int version, string lacks)
    {
        await using var servers = await TestServers.CreateAsync();
        var before = await servers.StartAsync();
        await before.Coordinator.CommitAsync("a", Records.Of(1));
        await servers.Database.RunAsync(
            string.Format(CultureInfo.InvariantCulture, lacks, servers.Schema)
            + $"UPDATE {servers.Schema}.schema_version SET version = {version}");
        await servers.Invoking(s => s.StartAsync(options => options.CreateSchema = false))
            .Should().ThrowAsync<InvalidOperationException>();

        var started = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => servers.StartAsync())));
        foreach (var server in started)
        {
            await using var turn = await server.EnterAsync("a");
            turn.NewestGeneration.Should().Be(1);
        }

        (await servers.Database.AskAsync<int>($"SELECT max(version) FROM {servers.Schema}.schema_version")).Should().Be(3);
    }

    /// <summary>Servers are updated one after the other: the statements are those of versions 1 and 2.</summary>
    [PostgreSqlTheory]
    [InlineData(
        "INSERT INTO {0}.session_tokens AS t (id, generation, record, expires_at) SELECT 'a', 0, NULL, now() + interval '1 day' "
        + "WHERE set_config('lock_timeout', '60000', true) IS NOT NULL ON CONFLICT (id) DO UPDATE SET generation = t.generation")]
    [InlineData("SELECT * FROM {0}.take_turn('a', now() + interval '1 day', '60000')")]
    public async Task A_server_of_an_earlier_version_takes_turns_with_ours(string takes)
    {
        await using var servers = await TestServers.CreateAsync();
        var ours = await servers.StartAsync();
        await using var theirs = new NpgsqlConnection(servers.Database.ConnectionString);
        await theirs.OpenAsync();
        var tokens = $"{servers.Schema}.session_tokens";
        var take = "BEGIN; " + string.Format(CultureInfo.InvariantCulture, takes, servers.Schema);
        async Task<int> SendAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, theirs);
            return await command.ExecuteNonQueryAsync();
        }

        await SendAsync(take);
        var waiting = ours.EnterAsync("a");
        await servers.WaitingAsync(1);
        await SendAsync($"UPDATE {tokens} SET generation = 1, record = 'theirs' WHERE id = 'a'; COMMIT");
        await using var turn = await waiting;
        turn.NewestGeneration.Should().Be(1);

        var theirTurn = SendAsync(take);
        theirTurn.IsCompleted.Should().BeFalse();
        (await turn.CommitAsync(Records.Of(2), default)).Should().BeTrue();
        await theirTurn;
        (await SendAsync($"UPDATE {tokens} SET generation = 3 WHERE id = 'a' AND generation = 2")).Should().Be(1);
        await SendAsync("COMMIT");
    }

    /// <summary>What version 2 reads of a turn, in its columns' order.</summary>
    [PostgreSqlFact]
    public async Task The_function_of_the_version_before_answers_as_it_did()
    {
        await using var servers = await TestServers.CreateAsync();
        var ours = await servers.StartAsync();
        await ours.Coordinator.CommitAsync("a", Records.Of(1));
        await ours.EndAsync("a");
        await using var theirs = new NpgsqlConnection(servers.Database.ConnectionString);
        await theirs.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT * FROM {servers.Schema}.take_turn('a', now(), '1000')", theirs);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        row.FieldCount.Should().Be(5);
        row.GetBoolean(0).Should().BeTrue("it has ended");
        row.GetInt64(1).Should().Be(1);
        row.IsDBNull(2).Should().BeTrue("its record is gone");
        row.GetDouble(3).Should().BePositive("the database is up");
        row.GetBoolean(4).Should().BeFalse("nobody was waited for");
    }

    [PostgreSqlFact]
    public async Task What_somebody_put_on_the_search_path_is_not_called()
    {
        await using var servers = await TestServers.CreateAsync();
        var schema = servers.Schema;
        await servers.Database.RunAsync(
            $"CREATE SCHEMA {schema}_trap; "
            + $"CREATE FUNCTION {schema}_trap.set_config(text, text, boolean) RETURNS text LANGUAGE plpgsql AS "
            + "$$ BEGIN RAISE 'called'; END $$; "
            + $"CREATE FUNCTION {schema}_trap.pg_postmaster_start_time() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$; "
            + $"CREATE TABLE {schema}_trap.session_tokens (id text)");
        await servers.StartAsync();
        await using var trapped = await TestServers.CreateAsync($"Search Path={schema}_trap,pg_catalog");
        var server = await trapped.StartAsync(options => options.Schema = schema);
        await using var turn = await server.EnterAsync("a");
        (await turn.CommitAsync(Records.Of(1), default)).Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task A_role_that_may_only_read_and_write_is_enough_once_the_tables_are_there()
    {
        await using var servers = await TestServers.CreateAsync();
        var schema = servers.Schema;
        await servers.Database.RunAsync(PostgreSqlSchema.Script(schema));
        await servers.Database.RunAsync(
            $"CREATE ROLE {schema}_app LOGIN; GRANT USAGE ON SCHEMA {schema} TO {schema}_app; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {schema}_app");
        await using var limited = await TestServers.CreateAsync($"Username={schema}_app");
        var server = await limited.StartAsync(options => options.Schema = schema);
        (await server.CreateAsync("a", [1])).Should().BeTrue();
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();
        await server.EndAsync("a");
        await servers.Database.RunAsync($"UPDATE {schema}.session SET expires_at = now() - interval '1 day'");
        await server.Service<Cleanup>().RunAsync(default);
    }

    [PostgreSqlFact]
    public async Task Tables_that_are_missing_and_not_to_be_created_are_said_to_be_missing()
    {
        await using var servers = await TestServers.CreateAsync();
        (await servers.Invoking(s => s.StartAsync(options => options.CreateSchema = false))
            .Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain("CreateSchema").And.Contain("Script");
    }

    [PostgreSqlFact]
    public async Task Tables_of_a_later_version_are_left_alone()
    {
        await using var servers = await TestServers.CreateAsync();
        await servers.StartAsync();
        await servers.Database.RunAsync($"INSERT INTO {servers.Schema}.schema_version (version) VALUES (99)");
        var server = await servers.StartAsync(options => options.CreateSchema = false);
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Auth0")]
    [InlineData("0auth")]
    [InlineData("a-b")]
    [InlineData("a\"; DROP SCHEMA public; --")]
    [InlineData("a234567890a234567890a234567890a234567890a234567890a234567890a234")]
    public void A_name_that_would_need_escaping_is_refused(string name) =>
        FluentActions.Invoking(() => PostgreSqlSchema.Script(name)).Should().Throw<ArgumentException>();
}
