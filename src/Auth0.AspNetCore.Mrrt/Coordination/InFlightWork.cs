using System.Collections.Concurrent;
using System.Transactions;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Work that belongs to no request: the first caller's HttpContext ends before the work may, so nothing of it
/// travels along, and a server that stops waits for it.</summary>
internal sealed class InFlightWork : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _work = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly ExecutionContext _ofNobody = OfNobody();

    public int Count => _work.Count;

    /// <summary>Cancelled when the server stops. Work that only waits must go on at once then.</summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Begins the work on the caller's thread, without what belongs to the caller's request. A caller with a context of
    /// its own, as a circuit has, lends no thread: it may be waiting for that very thread.</summary>
    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work)
    {
        var lendsThread = SynchronizationContext.Current is null
            && TaskScheduler.Current == TaskScheduler.Default
            && Transaction.Current is null; // one of the caller's may belong to its thread
        Task<TResult> running = null!;
        ExecutionContext.Run(_ofNobody, _ => running = lendsThread ? work() : Task.Run(work), state: null);
        if (running.IsCompleted)
        {
            return running;
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

    /// <summary>A thread that nobody has used is in no request.</summary>
    private static ExecutionContext OfNobody()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
