using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// Work that callers with the same key share while it is under way (G2). The work belongs to nobody: a caller that
/// gives up leaves it running for the others and for its result.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>(InFlightWork inFlight)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();

    /// <summary>How many are under way.</summary>
    public int Count => _flights.Count;

    public Task<TResult> JoinAsync(TKey key, Func<Task<TResult>> work)
    {
        Lazy<Task<TResult>> own = null!;
        own = new Lazy<Task<TResult>>(() => inFlight.RunAsync(async () =>
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            finally
            {
                // Before anybody sees the result: who asks again afterwards means it.
                _flights.TryRemove(KeyValuePair.Create(key, own));
            }
        }));
        return _flights.GetOrAdd(key, own).Value;
    }
}
