#region your-own-failures-usings
using System.Data.Common;
using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-failures
internal static class Database
{
    public static Task<DbConnection> OpenAsync(DbDataSource database, CancellationToken cancellationToken) =>
        TryAsync(async () => await database.OpenConnectionAsync(cancellationToken));

    public static Task<int> WriteAsync(
        this DbConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values) =>
        TryAsync(async () =>
        {
            await using var command = Command(connection, sql, values);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });

    public static Task<List<T>> ReadAsync<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] values) => TryAsync(async () =>
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    // Closing a connection ends the transaction on it. One that is broken says so, and its transaction is over as well.
    public static async ValueTask CloseForGoodAsync(this DbConnection connection)
    {
        try
        {
            await TryAsync(async () =>
            {
                await connection.DisposeAsync();
                return true;
            });
        }
        catch (SessionBackendException)
        {
            // It is closed.
        }
    }

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    // The texts of clients name hosts, users and values. Only the code of the error is passed on.
    private static async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DbException e) when (e.SqlState is { } code)
        {
            // The database stops or starts, or it refuses this statement.
            throw new SessionBackendException($"SQLSTATE {code}", isOutOfReach: code.StartsWith("57P", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
        {
            // A connection that broke earlier, or a pool of this server that is empty, says nothing of the other servers.
            throw new SessionBackendException(
                "no connection", isOutOfReach: e is IOException || e.InnerException is IOException or SocketException);
        }
    }
}
#endregion
