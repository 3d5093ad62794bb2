using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Work that callers with the same key share while it is under way (G2). A caller that gives up leaves it running for the
/// others, and once it has begun also for its result.</summary>
/// <param name="inFlight">Runs the work.</param>
/// <param name="mostCallers">The most callers that share one piece of work.</param>
internal sealed class SingleFlight<TKey, TResult>(InFlightWork inFlight, int mostCallers)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Shared> _flights = new();

    /// <summary>How many are under way.</summary>
    public int Count => _flights.Count;

    /// <summary>Joins the work, or begins it.</summary>
    /// <param name="key">Callers with the same key share the work.</param>
    /// <param name="work">Runs once per flight.</param>
    /// <param name="cancellationToken">Frees this caller alone.</param>
    /// <returns>The end of the work for this caller. Null when too many callers wait for it.</returns>
    public Task<FlightResult<TResult>>? TryJoinAsync(TKey key, Func<Flight, Task<TResult>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_flights.TryGetValue(key, out var shared))
            {
                // The caller that puts it there has joined before any other can, begins it, and needs nobody to tell it of the end.
                var own = new Shared();
                own.Flight.Join(mostCallers);
                shared = _flights.GetOrAdd(key, own);
                if (ReferenceEquals(shared, own))
                {
                    return AwaitAsync(key, own, RunAsync(key, own, work), cancellationToken);
                }
            }

            switch (shared.Flight.Join(mostCallers))
            {
                case FlightJoin.Joined:
                    return AwaitAsync(key, shared, shared.End.Task, cancellationToken);
                case FlightJoin.Full:
                    return null;
                default:
                    _flights.TryRemove(KeyValuePair.Create(key, shared));
                    break;
            }
        }
    }

    private async Task<FlightResult<TResult>> AwaitAsync(
        TKey key, Shared shared, Task<TResult> end, CancellationToken cancellationToken)
    {
        try
        {
            var result = await end.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new FlightResult<TResult>(result, shared.Flight);
        }
        finally
        {
            if (shared.Flight.Leave())
            {
                _flights.TryRemove(KeyValuePair.Create(key, shared));
            }
        }
    }

    private Task<TResult> RunAsync(TKey key, Shared shared, Func<Flight, Task<TResult>> work) => inFlight.RunAsync(async () =>
    {
        try
        {
            var result = await work(shared.Flight).ConfigureAwait(false);
            Remove();
            shared.End.TrySetResult(result);
            return result;
        }
        catch (Exception e)
        {
            Remove();
            shared.End.TrySetException(e);
            _ = shared.End.Task.Exception; // the caller that began it sees it, also where no other waits
            throw;
        }

        // Before anybody sees the result: who asks again afterwards means it.
        void Remove() => _flights.TryRemove(KeyValuePair.Create(key, shared));
    });

    private sealed class Shared
    {
        public Flight Flight { get; } = new();

        /// <summary>For the callers that joined.</summary>
        public TaskCompletionSource<TResult> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
