using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>One server's driver, with a network of its own to Redis.</summary>
internal sealed class TestBackend : IAsyncDisposable
{
    private readonly RedisConnection _connection;

    private TestBackend(RedisBackend driver, RedisConnection connection, NetworkRelay network, RecordedLogs logs)
    {
        Driver = driver;
        _connection = connection;
        Network = network;
        Logs = logs;
    }

    public RedisBackend Driver { get; }

    public NetworkRelay Network { get; }

    public RecordedLogs Logs { get; }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static DateTimeOffset Later => Now.AddHours(1);

    /// <param name="prefix">The prefix that the test's servers share.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="port">Another Redis than the one that all tests share.</param>
    /// <param name="settings">What is added to the connection string.</param>
    /// <param name="time">The driver's clock.</param>
    public static async Task<TestBackend> StartAsync(
        string prefix,
        Action<RedisOptions>? configure = null,
        int? port = null,
        string settings = "",
        TimeProvider? time = null)
    {
        var network = new NetworkRelay(port ?? (await SharedRedis.ServerAsync()).Port);
        return Of(RedisAddress.Of($"127.0.0.1:{network.Port},{settings}"), prefix, network, configure, time);
    }

    /// <summary>The same on a connection that the test has made, or on one without a relay.</summary>
    public static TestBackend Of(
        RedisAddress address,
        string prefix,
        NetworkRelay? network = null,
        Action<RedisOptions>? configure = null,
        TimeProvider? time = null)
    {
        var options = new RedisOptions { KeyPrefix = prefix };
        configure?.Invoke(options);
        var logs = new RecordedLogs();
        var connection = new RedisConnection(address, NoServices.Instance);
        var driver = new RedisBackend(connection, options, time ?? TimeProvider.System, logs.Of<RedisBackend>());
        return new TestBackend(driver, connection, network ?? new NetworkRelay(0), logs);
    }

    public async Task<ISessionLock?> TryTakeAsync(string session, Guid? holder = null, CancellationToken cancellationToken = default) =>
        (await AttemptAsync(session, holder, cancellationToken)).Lock;

    public async Task<LockAttempt> AttemptAsync(
        string session, Guid? holder = null, CancellationToken cancellationToken = default) =>
        await Driver.TryTakeAsync(
            new LockRequest { SessionId = session, Holder = holder ?? Guid.NewGuid(), ExpiresAt = Later }, cancellationToken);

    public async Task<ISessionLock> TakeAsync(string session, Guid? holder = null) =>
        await TryTakeAsync(session, holder) ?? throw new InvalidOperationException("The lock is held.");

    /// <summary>Tries until the lock is free. Each attempt waits for Redis.</summary>
    public async Task<ISessionLock> UntilTakenAsync(string session, Guid? holder = null)
    {
        while (true)
        {
            try
            {
                if (await TryTakeAsync(session, holder) is { } taken)
                {
                    return taken;
                }
            }
            catch (SessionBackendException)
            {
                // The connection is being made anew.
            }
        }
    }

    /// <summary>Asks until Redis answers.</summary>
    public async Task UntilInReachAsync()
    {
        while (true)
        {
            try
            {
                await Driver.ReadAsync("any", 0, CancellationToken.None);
                return;
            }
            catch (SessionBackendException)
            {
                // not yet
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await _connection.DisposeAsync();
        Network.Dispose();
    }
}
