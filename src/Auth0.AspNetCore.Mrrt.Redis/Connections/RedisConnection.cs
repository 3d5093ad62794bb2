using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>The connection: made when it is first needed, and again when that failed. One for all, since Redis answers in the order
/// in which it is asked.</summary>
internal sealed class RedisConnection(RedisAddress address, IServiceProvider services) : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private Task<IConnectionMultiplexer>? _connecting;

    public bool IsOwn => address.IsOwn;

    /// <summary>Another connection to the same Redis.</summary>
    public RedisConnection Another() => new(address, services);

    public async Task<IConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        Task<IConnectionMultiplexer> connecting;
        lock (_gate)
        {
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connecting = address.ConnectAsync(services);
            }

            connecting = _connecting;
        }

        return await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a script. Fails as <see cref="RedisFailure"/> says.</summary>
    public async Task<RedisResult> RunAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        try
        {
            return await RunUntranslatedAsync(script, keys, values, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    /// <summary>Runs a script. Fails as the client fails.</summary>
    public async Task<RedisResult> RunUntranslatedAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var running = connection.GetDatabase().ScriptEvaluateAsync(script, keys, values, CommandFlags.DemandMaster);
        return await WithinAsync(running, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fields of a hash, from the primary.</summary>
    public async Task<RedisValue[]> ReadAsync(RedisKey key, RedisValue[] fields, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            var running = connection.GetDatabase().HashGetAsync(key, fields, CommandFlags.DemandMaster);
            return await WithinAsync(running, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    /// <summary>The connection's settings. They may hold a password.</summary>
    public async ValueTask<string> ConfigurationAsync(CancellationToken cancellationToken)
    {
        if (address.Configuration is { } own)
        {
            return own;
        }

        try
        {
            return (await OpenAsync(cancellationToken).ConfigureAwait(false)).Configuration;
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    /// <summary>Whether keys are on several servers.</summary>
    public async ValueTask<bool> IsClusterAsync(CancellationToken cancellationToken)
    {
        try
        {
            var open = await OpenAsync(cancellationToken).ConfigureAwait(false);
            return open.GetServers().Any(server => server.ServerType is ServerType.Cluster);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!address.IsOwn || Interlocked.Exchange(ref _connecting, null) is not { } connecting)
        {
            return;
        }

        try
        {
            await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            // It was never made, or is broken already.
        }
    }

    /// <summary>Waits for nothing: a connection that is being made is closed when it is there.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    /// <summary>A caller may leave. What becomes of the command is nobody's business then, not even an unobserved exception's: its
    /// text names keys.</summary>
    private static async Task<T> WithinAsync<T>(Task<T> running, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return await running.ConfigureAwait(false);
        }

        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!running.IsCompleted)
        {
            _ = running.ContinueWith(
                static left => _ = left.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }
}
