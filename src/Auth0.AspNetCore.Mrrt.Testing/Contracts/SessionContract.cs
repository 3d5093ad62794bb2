namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>A list of promises, each with a check of its own.</summary>
public sealed class SessionContract
{
    private readonly string _name;
    private readonly int _servers;
    private readonly Dictionary<string, Promise> _byName;

    internal SessionContract(string name, int servers, IReadOnlyList<Promise> promises)
    {
        _name = name;
        _servers = servers;
        All = promises;
        Promises = [.. promises.Select(promise => promise.Name)];
        _byName = promises.ToDictionary(promise => promise.Name);
    }

    internal IReadOnlyList<Promise> All { get; }

    /// <summary>The promises: sentences that stay the same from version to version.</summary>
    public IReadOnlyList<string> Promises { get; }

    /// <summary>Checks one promise, on servers that are started for it.</summary>
    /// <param name="promise">One of <see cref="Promises"/>.</param>
    /// <param name="start">Makes the servers ready, with nothing in their sessions.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that is done when the promise is kept.</returns>
    /// <exception cref="ArgumentException">The contract has no such promise.</exception>
    /// <exception cref="PromiseBrokenException">The promise is not kept.</exception>
    public async Task CheckAsync(
        string promise,
        Func<CancellationToken, Task<IContractServers>> start,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(promise);
        ArgumentNullException.ThrowIfNull(start);
        if (!_byName.TryGetValue(promise, out var known))
        {
            throw new ArgumentException($"The {_name} contract has no promise '{promise}'.", nameof(promise));
        }

        var servers = await start(cancellationToken).ConfigureAwait(false);
        await using var _ = servers.ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = await ContractRun.StartAsync(servers, _servers, stop.Token).ConfigureAwait(false);
        try
        {
            await known.CheckAsync(run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Checks every promise, one after the other.</summary>
    /// <param name="start">Makes the servers ready for one promise, with nothing in their sessions.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that is done when every promise is kept.</returns>
    /// <exception cref="AggregateException">Promises are not kept: it has a <see cref="PromiseBrokenException"/> for each.</exception>
    public async Task CheckAllAsync(
        Func<CancellationToken, Task<IContractServers>> start, CancellationToken cancellationToken = default)
    {
        List<PromiseBrokenException> broken = [];
        foreach (var promise in Promises)
        {
            try
            {
                await CheckAsync(promise, start, cancellationToken).ConfigureAwait(false);
            }
            catch (PromiseBrokenException e)
            {
                broken.Add(e);
            }
        }

        if (broken.Count > 0)
        {
            throw new AggregateException($"{broken.Count} of {Promises.Count} promises of the {_name} contract are broken.", broken);
        }
    }
}
