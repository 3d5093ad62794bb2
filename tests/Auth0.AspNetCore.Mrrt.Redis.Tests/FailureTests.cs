using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class FailureTests
{
    public static TheoryData<Exception, string, bool> Failures => new()
    {
        { Refused("OOM command not allowed when used memory > 'maxmemory'. script: abc"), "OOM", false },
        { Refused("NOPERM this user has no permissions to run the 'hset' command"), "NOPERM", false },
        { Refused("READONLY You can't write against a read only replica."), "READONLY", true },
        { Refused("LOADING Redis is loading the dataset in memory"), "LOADING", true },
        { Refused("MASTERDOWN Link with MASTER is down"), "MASTERDOWN", true },
        { Refused("CLUSTERDOWN The cluster is down"), "CLUSTERDOWN", true },
        { Refused("NOREPLICAS Not enough good replicas to write."), "NOREPLICAS", false },
        { Refused("MISCONF Redis is configured to save RDB snapshots"), "MISCONF", false },
        { Refused("BUSY Redis is busy running a script."), "BUSY", false },
        { Refused("ERR Error running script (call to f_1): @user_script:3: READONLY You can't"), "READONLY", true },
        { Refused("ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -OOM command"), "OOM", false },
        { Refused("ERR something with READONLY in it"), "ERR", false },
        { Refused("SECRET-10.1.2.3 said no"), "another error of Redis", false },
        { Refused(""), "another error of Redis", false },
        { Broken(ConnectionFailureType.SocketClosed), "SocketClosed", true },
        { Broken(ConnectionFailureType.AuthenticationFailure), "AuthenticationFailure", false },
        {
            Broken(
                ConnectionFailureType.UnableToResolvePhysicalConnection,
                Broken(ConnectionFailureType.AuthenticationFailure)),
            "AuthenticationFailure",
            false
        },
        { new RedisTimeoutException(CommandFlags.None, "key", CommandStatus.Sent), "no answer in time", true },
        { new SocketException((int)SocketError.ConnectionRefused), "ConnectionRefused", true },
        { new IOException("10.1.2.3"), "IOException", true },
        { new ObjectDisposedException("10.1.2.3"), "ObjectDisposedException", true },
        { new RedisCommandException("key"), "RedisCommandException", false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_has_one_reason_and_says_who_is_concerned(Exception failure, string reason, bool isOutOfReach)
    {
        RedisFailure.Is(failure).Should().BeTrue();
        var told = RedisFailure.Of(failure);
        told.Message.Should().Be(reason);
        told.IsOutOfReach.Should().Be(isOutOfReach);
        told.InnerException.Should().BeNull();
    }

    [Theory]
    [InlineData(CommandStatus.WaitingToBeSent, false)]
    [InlineData(CommandStatus.WaitingInBacklog, false)]
    [InlineData(CommandStatus.Sent, true)]
    [InlineData(CommandStatus.Unknown, true)]
    public void What_was_never_sent_has_not_arrived(CommandStatus status, bool mayHaveArrived) =>
        RedisFailure.MayHaveArrived(Broken(ConnectionFailureType.SocketClosed, status: status))
            .Should().Be(mayHaveArrived);

    [Fact]
    public void What_is_not_about_Redis_is_not_translated()
    {
        RedisFailure.Is(new OperationCanceledException()).Should().BeFalse();
        RedisFailure.Is(new InvalidOperationException()).Should().BeFalse();
    }

    private static RedisServerException Refused(string text) => new(RedisErrorKind.Unknown, CommandFlags.None, text);

    private static RedisConnectionException Broken(
        ConnectionFailureType type, Exception? inner = null, CommandStatus status = CommandStatus.Unknown) =>
        new(type, CommandFlags.None, "10.1.2.3", inner, status);
}
