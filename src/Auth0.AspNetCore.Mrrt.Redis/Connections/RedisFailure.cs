using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>
/// What went wrong with Redis, in words that may be logged. The client's own texts name keys, hosts and users, so no exception of
/// the client is passed on.
/// </summary>
internal static class RedisFailure
{
    /// <summary>How Redis before 7.2 says within a script that a right is missing.</summary>
    private const string NoRightInScript = "The user executing the script can't run this command";

    /// <summary>The words that an error of Redis begins with. In Redis 6 an error within a script has the word further on.</summary>
    private static readonly string[] Words =
    [
        "OOM", "NOPERM", "READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "NOREPLICAS", "MISCONF", "BUSY", "NOAUTH", "WRONGPASS",
        "NOSCRIPT", "WRONGTYPE", "CROSSSLOT", "TRYAGAIN", "MOVED", "ASK", "UNKILLABLE", "ERR",
    ];

    private static readonly string[] OutOfReach = ["READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN"];

    /// <summary>Whether an exception is about Redis. A caller that gave up is another matter.</summary>
    public static bool Is(Exception exception) => exception is RedisException or RedisCommandException or TimeoutException
        or SocketException or IOException or ObjectDisposedException;

    /// <summary>What callers of the driver are told.</summary>
    public static SessionBackendException Of(Exception exception) => new(Reason(exception), IsOutOfReach(exception));

    /// <summary>Whether Redis may have run the command all the same, now or later.</summary>
    public static bool MayHaveArrived(Exception exception) => exception switch
    {
        RedisServerException => false,
        RedisConnectionException connection => connection.CommandStatus is not (
            CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog),
        _ => true,
    };

    /// <summary>The word for an error that Redis gave.</summary>
    public static string Word(RedisServerException exception)
    {
        if (exception.Message.Contains(NoRightInScript, StringComparison.Ordinal))
        {
            return "NOPERM";
        }

        var words = exception.Message.Split([' ', ':', '\'', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["ERR", "Error", "running", "script", ..])
        {
            words = words[1..];
        }
        else
        {
            words = words[..Math.Min(1, words.Length)];
        }

        return words.FirstOrDefault(word => Words.Contains(word, StringComparer.Ordinal)) ?? "another error of Redis";
    }

    /// <summary>Whether no server can have reached Redis just now. A refusal says nothing of the other servers.</summary>
    private static bool IsOutOfReach(Exception exception) => exception switch
    {
        RedisServerException server => OutOfReach.Contains(Word(server), StringComparer.Ordinal),
        RedisCommandException => false,
        _ => !IsRefusal(exception),
    };

    private static bool IsRefusal(Exception? exception) => exception is not null
        && (exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            || IsRefusal(exception.InnerException));

    private static string Reason(Exception exception) => exception switch
    {
        RedisServerException server => Word(server),
        _ when IsRefusal(exception) => nameof(ConnectionFailureType.AuthenticationFailure),
        RedisTimeoutException or TimeoutException => "no answer in time",
        RedisConnectionException { InnerException: RedisConnectionException inner } => Reason(inner),
        RedisConnectionException connection => connection.FailureType.ToString(),
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ => exception.GetType().Name,
    };
}
