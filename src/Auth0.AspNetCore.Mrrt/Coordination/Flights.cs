using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// Work that callers with the same key share while it is under way (G2). The work belongs to nobody: a caller that
/// gives up leaves it running for the others and for its result.
/// </summary>
internal sealed class Flights<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _underWay = new();

    /// <summary>How many are under way.</summary>
    public int Count => _underWay.Count;

    public Task<TResult> JoinAsync(TKey key, Func<Task<TResult>> work)
    {
        Lazy<Task<TResult>> own = null!;
        own = new Lazy<Task<TResult>>(() => StartAsync(async () =>
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            finally
            {
                // Before anybody sees the result: who asks again afterwards means it.
                _underWay.TryRemove(KeyValuePair.Create(key, own));
            }
        }));
        return _underWay.GetOrAdd(key, own).Value;
    }

    private static Task<TResult> StartAsync(Func<Task<TResult>> work)
    {
        // The first caller's request must not travel along: its HttpContext ends before the work may.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }
}
