namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>
/// Servers that share their sessions, made anew for each promise. Give them a <c>TurnTimeout</c> of two seconds and a
/// <c>CommitRetryTime</c> of five. Set <c>QuietAfterRestart</c> to zero.
/// </summary>
public interface IContractServers : IAsyncDisposable
{
    /// <summary>How long a lease lasts. Null where a lock is a transaction, or where one process coordinates. A promise that waits for
    /// a lease to be over takes that long, and as long again: choose a short one.</summary>
    TimeSpan? Lease => null;

    /// <summary>How long a check may take. The default is a minute. A promise that is not kept by then is broken.</summary>
    TimeSpan Limit => TimeSpan.FromMinutes(1);

    /// <summary>Adds a server. The servers end with this object.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The server, with its tables ready.</returns>
    Task<IContractServer> StartAsync(CancellationToken cancellationToken);

    /// <summary>Waits until that many servers wait for another server's turn. A promise then does what they wait for. The default
    /// lets half a second pass: a promise is kept as well when a server begins to wait later, and is checked less strictly then.</summary>
    /// <param name="servers">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that is done when they wait.</returns>
    Task WaitingAsync(int servers, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, cancellationToken);
}
