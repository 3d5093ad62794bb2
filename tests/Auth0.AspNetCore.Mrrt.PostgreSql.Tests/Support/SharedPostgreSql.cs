using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>One server for all tests that leave it running; each has a schema of its own. It ends with the test
/// process.</summary>
internal static class SharedPostgreSql
{
    private static readonly Lazy<Task<LocalPostgreSql>> Started = new(
        () => LocalPostgreSql.StartAsync("log_statement=all", "log_line_prefix=%a|"));

    private static int _schemas;

    public static Task<LocalPostgreSql> ServerAsync() => Started.Value;

    /// <summary>A name that no other test uses.</summary>
    public static string NewSchema() => $"test_{Interlocked.Increment(ref _schemas)}";

    /// <summary>The first column of the first row, asked over a connection of the test's own.</summary>
    public static async Task<T> AskAsync<T>(this LocalPostgreSql server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Application Name=test");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task RunAsync(this LocalPostgreSql server, string sql) =>
        await server.AskAsync<object>($"{sql}; SELECT 1");
}
