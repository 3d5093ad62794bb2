using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Work that belongs to no request: the first caller's HttpContext ends before the work may, so nothing of it
/// travels along, and a server that stops waits for it.</summary>
internal sealed class InFlightWork : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _work = new();
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Runs the beginning of the work on the caller's thread: for whoever chooses the order of every step
    /// itself.</summary>
    public bool OnCallersThread { get; init; }

    public int Count => _work.Count;

    /// <summary>Cancelled when the server stops. Work that only waits must go on at once then.</summary>
    public CancellationToken Draining => _draining.Token;

    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work)
    {
        Task<TResult> running;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            running = OnCallersThread ? work() : Task.Run(work);
        }

        _work[running] = true;
        _ = running.ContinueWith(
            static (done, all) => ((ConcurrentDictionary<Task, bool>)all!).TryRemove(done, out _),
            _work,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return running;
    }

    /// <summary>Waits until nothing is under way.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync().ConfigureAwait(false);
        while (_work.Keys.Where(work => !work.IsCompleted).ToArray() is [_, ..] running)
        {
            await Task.WhenAny(Task.WhenAll(running)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _draining.Dispose();
}
