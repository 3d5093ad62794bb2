using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// Before the first request: the backend is made ready, and tells who has signed out. Then at intervals: what it missed, who
/// signed out since, and what has expired. A backend that is down stops none of it for good.
/// </summary>
internal sealed class BackgroundWork(
    ISessionBackend backend,
    PendingWriteFlush catchingUp,
    EndsPolling ends,
    RecentWrites recentWrites,
    SharedHealth health,
    IOptions<SharedSessionOptions> options,
    TimeProvider time,
    ILogger<BackgroundWork> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _isReady;
    private bool _failing;
    private string? _wrongSetting;
    private DateTimeOffset _nextCleanup = DateTimeOffset.MinValue;
    private long _heardAt;
    private bool _isOutOfReach;

    /// <exception cref="InvalidOperationException">A setting is wrong: the application does not start.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.StoreSessions && backend is not ITicketBackend)
        {
            throw SharedSessions.KeepsNoTickets(backend);
        }

        _nextCleanup = time.GetUtcNow() + options.Value.CleanupInterval;
        try
        {
            await PassAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SessionBackendException e)
        {
            _failing = true;
            health.Failed(e.Message, _isOutOfReach);
            logger.StartedWithout(backend.Name, e.Message);
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
            var failures = new BackgroundFailures();
            await failures.TryAsync(() => catchingUp.FlushLiveRecordsAsync(PendingWriteFlush.Nothing, cancellationToken))
                .ConfigureAwait(false);
            await failures.TryAsync(() => catchingUp.FlushNewEndsAsync(PendingWriteFlush.Nothing, cancellationToken)).ConfigureAwait(false);
            await failures.TryAsync(() => catchingUp.FlushLostEndsAsync(PendingWriteFlush.Nothing, cancellationToken)).ConfigureAwait(false);
            await failures.TryAsync(() => catchingUp.FlushRecordsAtTheEndAsync(cancellationToken)).ConfigureAwait(false);
            failures.Throw();
        }
        catch (Exception e) when (e is SessionBackendException or OperationCanceledException)
        {
            logger.BackgroundFailed(backend.Name, BackendFailure.Reason(e));
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    /// <summary>Everything that is due now. Fails as the backend fails.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var failures = new BackgroundFailures();
        if (!_isReady)
        {
            _isReady = await failures.TryProbeAsync(() => PrepareAsync(cancellationToken)).ConfigureAwait(false);
        }

        // Sign-outs first, those of others and those of this server, and again at each interval: a server that has much to tell
        // exchanges them all the same.
        Func<Task> hear = () => WhenDueAsync(() => HearAsync(cancellationToken));
        await failures.TryProbeAsync(() => HearAsync(cancellationToken)).ConfigureAwait(false);
        _isOutOfReach = failures.IsOutOfReach;
        await failures.TryAsync(() => catchingUp.FlushNewEndsAsync(hear, cancellationToken)).ConfigureAwait(false);

        // Then tokens that wait, and what the backend may have lost.
        Func<Task> exchangeEnds = () => WhenDueAsync(async () =>
        {
            await HearAsync(cancellationToken).ConfigureAwait(false);
            await catchingUp.FlushNewEndsAsync(hear, cancellationToken).ConfigureAwait(false);
        });
        await failures.TryAsync(() => catchingUp.FlushLiveRecordsAsync(exchangeEnds, cancellationToken)).ConfigureAwait(false);
        await failures.TryAsync(() => catchingUp.FlushLostEndsAsync(exchangeEnds, cancellationToken)).ConfigureAwait(false);
        await failures.TryAsync(() => catchingUp.FlushRecordsAsync(exchangeEnds, cancellationToken)).ConfigureAwait(false);
        await failures.TryAsync(() => CleanUpAsync(cancellationToken)).ConfigureAwait(false);
        failures.Throw();
        recentWrites.Answered();
        health.Answered();
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await ends.HearAsync(cancellationToken).ConfigureAwait(false);
        _heardAt = time.GetTimestamp();
    }

    /// <summary>Does something when the last answer who signed out is an interval old.</summary>
    private Task WhenDueAsync(Func<Task> step) =>
        time.GetElapsedTime(_heardAt) >= options.Value.EndedSessionsInterval ? step() : Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await backend.PrepareAsync(cancellationToken).ConfigureAwait(false);
            health.InReach();
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException && _failing)
        {
            if (_wrongSetting != e.Message)
            {
                _wrongSetting = e.Message;
                logger.SettingIsWrong(backend.Name, e.Message);
            }

            throw new SessionBackendException(e.Message, isOutOfReach: false);
        }
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _nextCleanup)
        {
            return;
        }

        var began = time.GetUtcNow();
        _nextCleanup = began + options.Value.CleanupInterval;
        if (await backend.CleanUpAsync(cancellationToken).ConfigureAwait(false))
        {
            _nextCleanup = began; // goes on with the next pass: who signed out is to be heard of in between
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
                logger.BackgroundRecovered(backend.Name);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            if (!_failing)
            {
                logger.BackgroundFailed(backend.Name, BackendFailure.Reason(e));
            }

            _failing = true;
            health.Failed(BackendFailure.Reason(e), _isOutOfReach);
        }
    }
}
