using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>The servers of one check.</summary>
internal sealed class ContractRun(
    IContractServers servers, IReadOnlyList<IContractServer> started, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public IContractServers Servers => servers;

    /// <summary>Ends what a check has left behind.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The server of a contract for one.</summary>
    public IContractServer Server => started[0];

    public ISessionCoordinator Coordinator => Server.Coordinator;

    public IContractServer First => started[0];

    public IContractServer Second => started[1];

    public static async Task<ContractRun> StartAsync(IContractServers servers, int count, CancellationToken cancellationToken)
    {
        var started = new IContractServer[count];
        for (var i = 0; i < count; i++)
        {
            started[i] = await servers.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        return new ContractRun(servers, started, cancellationToken);
    }

    public Task<IContractServer> StartAsync() => servers.StartAsync(cancellation);

    public Task WaitingAsync(int count) => servers.WaitingAsync(count, cancellation);

    /// <summary>Enters a session whose last server is dead. A lease of it may last longer than a turn is waited for.</summary>
    public async Task<ISessionTurn> EnterInTheEndAsync(IContractServer server, string session)
    {
        while (true)
        {
            try
            {
                return await server.EnterAsync(session).ConfigureAwait(false);
            }
            catch (TimeoutException) when (servers.Lease is not null && !cancellation.IsCancellationRequested)
            {
                // The lease is not over yet.
            }
        }
    }

    /// <summary>Lets time pass by itself: nothing else can make a lease run out.</summary>
    public Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, cancellation);

    /// <summary>Asks again until the answer is there. The limit of the check ends it.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        while (true)
        {
            if (await ask().ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            await PassAsync(Pause).ConfigureAwait(false);
        }
    }
}
