using System.Net;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>Which Redis, and whose connection. No record: the string may hold a password.</summary>
internal sealed class RedisAddress
{
    /// <summary>A call that takes longer is given up. Short, since a turn is sure for a limited time only.</summary>
    public const int AnswerMilliseconds = 3000;

    private const int LongestAnswerMilliseconds = 5000;
    private const int ReconnectMilliseconds = 500;
    private const int RoleCheckSeconds = 5;

    private readonly IConnectionMultiplexer? _connection;
    private readonly Func<IServiceProvider, IConnectionMultiplexer>? _factory;

    private RedisAddress(
        string? configuration,
        IConnectionMultiplexer? connection = null,
        Func<IServiceProvider, IConnectionMultiplexer>? factory = null)
    {
        Configuration = configuration;
        _connection = connection;
        _factory = factory;
    }

    /// <summary>The connection string. Null for a connection of the application's.</summary>
    public string? Configuration { get; }

    /// <summary>Whether the connection is ours to close.</summary>
    public bool IsOwn => Configuration is not null;

    /// <exception cref="ArgumentException">The string cannot be read.</exception>
    public static RedisAddress Of(string configuration)
    {
        _ = Settings(configuration);
        return new RedisAddress(configuration);
    }

    public static RedisAddress Of(IConnectionMultiplexer connection) => new(configuration: null, connection);

    public static RedisAddress Of(Func<IServiceProvider, IConnectionMultiplexer> factory) =>
        new(configuration: null, connection: null, factory);

    public bool IsSame(RedisAddress other) =>
        Configuration == other.Configuration
        && ReferenceEquals(_connection, other._connection)
        && _factory == other._factory;

    public async Task<IConnectionMultiplexer> ConnectAsync(IServiceProvider services) =>
        _connection ?? _factory?.Invoke(services)
        ?? await ConnectionMultiplexer.ConnectAsync(Settings(Configuration!)).ConfigureAwait(false);

    public override string ToString() => "a Redis";

    /// <summary>True when what is sent may be read on its way.</summary>
    public static bool IsClearText(string configuration)
    {
        var settings = ConfigurationOptions.Parse(configuration, ignoreUnknown: true);
        return !settings.Ssl && !settings.EndPoints.All(IsThisMachine);
    }

    /// <summary>True when a call that was given up may run much later.</summary>
    public static bool IsPatient(string configuration) =>
        ConfigurationOptions.Parse(configuration, ignoreUnknown: true).AsyncTimeout > LongestAnswerMilliseconds;

    /// <summary>How a connection of the library's own is made.</summary>
    public static ConfigurationOptions Settings(string configuration)
    {
        var settings = ConfigurationOptions.Parse(configuration);
        settings.AbortOnConnectFail = false;
        settings.AsyncTimeout = AnswerMilliseconds;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        settings.ConfigCheckSeconds = RoleCheckSeconds;
        settings.TieBreaker = ""; // a key of the client's own
        if (string.IsNullOrEmpty(settings.ServiceName))
        {
            settings.ConfigurationChannel = ""; // nothing is subscribed to
        }

        settings.SetClientLibrary = false;
        settings.IncludeDetailInExceptions = false;
        return settings;
    }

    private static bool IsThisMachine(EndPoint point) => point switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
        _ => point.AddressFamily is System.Net.Sockets.AddressFamily.Unix,
    };
}
