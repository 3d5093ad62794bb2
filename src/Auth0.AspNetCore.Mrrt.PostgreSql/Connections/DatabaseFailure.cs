using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

/// <summary>
/// What went wrong with the database, in words that may be logged: a code, and neither host nor user nor value. The
/// exception itself is not passed on, since its text names them.
/// </summary>
internal static class DatabaseFailure
{
    /// <summary>Whether an exception is about the database. A caller that gave up is another matter.</summary>
    public static bool Is(Exception exception) =>
        exception is NpgsqlException or TimeoutException or IOException or SocketException;

    /// <summary>Whether the connection broke, or was told to go, rather than the statement failed.</summary>
    public static bool IsBreak(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.IdleSessionTimeout,
        NpgsqlException => exception.InnerException is IOException or SocketException,
        _ => exception is IOException or SocketException,
    };

    /// <summary>Whether another server has the row for longer than is waited for: by our measure, or by an administrator's
    /// statement_timeout that is shorter.</summary>
    public static bool IsLockTimeout(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled,
    };

    /// <summary>Whether the pool of this server has run dry, which says nothing of the database.</summary>
    public static bool IsExhaustion(Exception exception) => exception is NpgsqlException
    {
        InnerException: TimeoutException,
    } && exception.Message.Contains("pool", StringComparison.Ordinal);

    /// <summary>
    /// Whether nobody can have reached the database just now: it does not answer, or says that it is going away or coming
    /// up. Whatever else it says, a deadlock, too many connections, no permission, a table that is missing, it says to this
    /// server while it may serve the others: what it coordinates is still coordinated, so nobody may go alone. Likewise a
    /// code that is not listed.
    /// </summary>
    public static bool IsOutOfReach(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ConnectionException or PostgresErrorCodes.ConnectionDoesNotExist
            or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.SqlClientUnableToEstablishSqlConnection,
        NpgsqlException => !IsExhaustion(exception)
            && exception.InnerException is IOException or SocketException or TimeoutException,
        _ => exception is IOException or SocketException or TimeoutException,
    };

    /// <summary>The failure as every driver tells it.</summary>
    public static SessionBackendException Of(Exception exception) => new(Reason(exception), IsOutOfReach(exception));

    /// <summary>Asks the database, and tells its failures as every driver does.</summary>
    public static async ValueTask<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (Is(e))
        {
            throw Of(e);
        }
    }

    public static string Reason(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState,
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ when IsExhaustion(exception) => "the pool of connections is exhausted",
        { InnerException: { } inner } => Reason(inner),
        TimeoutException => "no answer in time",
        _ => exception.GetType().Name,
    };
}
