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
            var shared = _flights.GetOrAdd(key, static (_, start) => start.Of.Start(start.Key, start.Work), (Of: this, Key: key, Work: work));
            switch (shared.Flight.Join(mostCallers))
            {
                case FlightJoin.Joined:
                    return AwaitAsync(key, shared, cancellationToken);
                case FlightJoin.Full:
                    return null;
                default:
                    _flights.TryRemove(KeyValuePair.Create(key, shared));
                    break;
            }
        }
    }

    private async Task<FlightResult<TResult>> AwaitAsync(TKey key, Shared shared, CancellationToken cancellationToken)
    {
        try
        {
            var result = await shared.Result.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>The work begins when the first caller waits for it.</summary>
    private Shared Start(TKey key, Func<Flight, Task<TResult>> work)
    {
        var flight = new Flight();
        Shared own = null!;
        own = new Shared(flight, new Lazy<Task<TResult>>(() => inFlight.RunAsync(async () =>
        {
            try
            {
                return await work(flight).ConfigureAwait(false);
            }
            finally
            {
                // Before anybody sees the result: who asks again afterwards means it.
                _flights.TryRemove(KeyValuePair.Create(key, own));
            }
        })));
        return own;
    }

    private sealed class Shared(Flight flight, Lazy<Task<TResult>> result)
    {
        public Flight Flight { get; } = flight;

        public Lazy<Task<TResult>> Result { get; } = result;
    }
}
