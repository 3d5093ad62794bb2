using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Background;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

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
        server.Advance(TimeSpan.FromDays(400));
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
