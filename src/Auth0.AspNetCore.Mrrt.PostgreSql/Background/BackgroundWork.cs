using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>
/// Before the first request: the tables, and who has signed out. Then at intervals: what the database missed, who signed
/// out since, and what has expired. A database that is down stops none of it for good.
/// </summary>
internal sealed class BackgroundWork(
    SchemaCreation schema,
    PendingWriteFlush catchingUp,
    EndedSessions endedSessions,
    Cleanup cleanup,
    IOptions<PostgreSqlOptions> options,
    TimeProvider time,
    ILogger<BackgroundWork> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Who signed out elsewhere is to be heard of in time: there will be another occasion.</summary>
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _schemaIsThere;
    private bool _failing;
    private DateTimeOffset _nextCleanup = DateTimeOffset.MinValue;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _nextCleanup = time.GetUtcNow() + options.Value.CleanupInterval;
        try
        {
            await PassAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            _failing = true;
            logger.StartedWithout(DatabaseFailure.Reason(e));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catchingUp.FlushEndsAsync(cancellationToken).ConfigureAwait(false);
            await catchingUp.SayRecordsAsync(options.Value.TurnTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e) || e is OperationCanceledException)
        {
            logger.BackgroundFailed(DatabaseFailure.Reason(e));
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    /// <summary>Everything that is due now. Fails as Npgsql fails.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (!_schemaIsThere)
        {
            await schema.EnsureAsync(cancellationToken).ConfigureAwait(false);
            _schemaIsThere = true;
        }

        await catchingUp.FlushEndsAsync(cancellationToken).ConfigureAwait(false);
        await endedSessions.HearAsync(cancellationToken).ConfigureAwait(false);
        await catchingUp.SayRecordsAsync(Briefly, cancellationToken).ConfigureAwait(false);
        if (time.GetUtcNow() >= _nextCleanup)
        {
            var began = time.GetUtcNow();
            _nextCleanup = began + options.Value.CleanupInterval;
            if (await cleanup.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                _nextCleanup = began; // goes on with the next pass: who signed out is to be heard of in between
            }
        }
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(options.Value.EndedSessionsInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                await TryPassAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // the application stops
        }
    }

    private async Task TryPassAsync()
    {
        try
        {
            await PassAsync(_stopping.Token).ConfigureAwait(false);
            if (_failing)
            {
                _failing = false;
                logger.BackgroundRecovered();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            if (!_failing)
            {
                logger.BackgroundFailed(DatabaseFailure.Reason(e));
            }

            _failing = true;
        }
    }
}
