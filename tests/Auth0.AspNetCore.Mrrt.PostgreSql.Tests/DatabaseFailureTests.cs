using System.Net.Sockets;
using System.Security.Authentication;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>Which failures say that nobody reaches the database, and which that it has something to say to this
/// server.</summary>
public sealed class DatabaseFailureTests
{
    [Theory]
    [InlineData("57P01", true, "an administrator stops it")]
    [InlineData("57P02", true, "one of its processes crashed")]
    [InlineData("57P03", true, "it starts, stops or recovers")]
    [InlineData("08000", true, "a pooler has no connection to it")]
    [InlineData("08001", true, "a pooler cannot connect to it")]
    [InlineData("08003", true, "a pooler's connection is gone")]
    [InlineData("08006", true, "a pooler's connection broke")]
    [InlineData("08004", false, "it rejects this server")]
    [InlineData("08P01", false, "what PgBouncer says of full queues as well")]
    [InlineData("53300", false, "too many connections: the others have them")]
    [InlineData("53400", false, "a limit of its configuration")]
    [InlineData("53100", false, "its disk is full")]
    [InlineData("53200", false, "its memory is")]
    [InlineData("40P01", false, "a deadlock")]
    [InlineData("40001", false, "a conflict")]
    [InlineData("55P03", false, "somebody has the lock")]
    [InlineData("57014", false, "a time-out of the administrator's")]
    [InlineData("57P04", false, "the database was dropped, its server is there")]
    [InlineData("57P05", false, "the connection was idle for too long")]
    [InlineData("25006", false, "a standby, or one that is read only: the others may have the primary")]
    [InlineData("28P01", false, "the password is wrong")]
    [InlineData("28000", false, "the role may not")]
    [InlineData("3D000", false, "no such database")]
    [InlineData("42501", false, "no permission")]
    [InlineData("42P01", false, "no such table")]
    [InlineData("42883", false, "no such function")]
    [InlineData("58030", false, "a fault of its disk")]
    [InlineData("XX000", false, "a fault of its own")]
    [InlineData("99999", false, "nobody knows")]
    public void What_it_says_itself_is_an_outage_only_when_it_goes_or_comes(string code, bool outOfReach, string what)
    {
        var failure = new PostgresException("said", "ERROR", "ERROR", code);

        DatabaseFailure.Is(failure).Should().BeTrue();
        DatabaseFailure.IsOutOfReach(failure).Should().Be(outOfReach, what);
    }

    public static TheoryData<string, object, bool> Silences { get; } = new()
    {
        { "nobody listens", new NpgsqlException("x", new SocketException(111)), true },
        { "the connection broke", new NpgsqlException("x", new IOException()), true },
        { "no answer in time", new NpgsqlException("x", new TimeoutException()), true },
        { "a socket's own", new SocketException(113), true },
        { "a stream's own", new IOException(), true },
        { "a wait's own", new TimeoutException(), true },
        { "the pool has run dry", new NpgsqlException("The connection pool has been exhausted", new TimeoutException()), false },
        { "it does not speak the protocol", new NpgsqlException("x"), false },
        { "its certificate is not trusted", new NpgsqlException("x", new AuthenticationException()), false },
    };

    [Theory]
    [MemberData(nameof(Silences))]
    public void Silence_is_an_outage_and_a_fault_of_this_server_is_not(string what, object failure, bool outOfReach)
    {
        DatabaseFailure.IsOutOfReach((Exception)failure).Should().Be(outOfReach, what);
    }

    [PostgreSqlFact]
    public async Task Who_may_go_on_alone_does_not_when_the_database_has_no_connection_left_for_it()
    {
        await using var servers = await TestServers.CreateAsync();
        await servers.StartAsync();
        var role = $"{servers.Schema}_few";
        await servers.Database.RunAsync(
            $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {servers.Schema} TO {role}; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {servers.Schema} TO {role}");
        await using var few = await TestServers.CreateAsync($"Username={role}");
        var server = await few.StartAsync(options =>
        {
            options.Schema = servers.Schema;
            options.WhenUnavailable = WhenUnavailable.CoordinateInProcess;
        });
        await servers.Database.RunAsync($"ALTER ROLE {role} CONNECTION LIMIT 0");
        server.BreakConnections();

        (await server.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>())
            .Which.Message.Should().Contain("53300");
        server.Logs.Lines.Should().NotContain(line => line.Contains("[902]", StringComparison.Ordinal));
    }

    /// <summary>Nobody's turn is being waited for, so the seam knows one failure only.</summary>
    [PostgreSqlTheory]
    [InlineData("statement_timeout")]
    [InlineData("lock_timeout")]
    public async Task A_question_that_an_administrators_time_out_ends_is_a_typed_failure(string setting)
    {
        await using var servers = await TestServers.CreateAsync();
        var schema = servers.Schema;
        await servers.StartAsync();
        await using var hasty = await TestServers.CreateAsync($"Options=-c {setting}=300");
        var server = await hasty.StartAsync(options => options.Schema = schema);
        await using var table = new NpgsqlConnection(servers.Database.ConnectionString);
        await table.OpenAsync();
        await using var transaction = await table.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"LOCK TABLE {schema}.session IN ACCESS EXCLUSIVE MODE", table, transaction);
        await command.ExecuteNonQueryAsync();

        await server.Invoking(s => s.GetStatusAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        await server.Invoking(s => s.ReadAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
    }
}
