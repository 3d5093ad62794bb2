namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// A session's lock, with the session as it was read under it. A transaction holds it until it is disposed of; a lease holds it
/// for a time and may lose it. Disposing frees the lock and does not throw a <see cref="SessionBackendException"/>. It does
/// nothing the second time, nor after a commit that gave an outcome: that has freed the lock already. One caller uses it at a
/// time.
/// </summary>
public interface ISessionLock : IAsyncDisposable
{
    /// <summary>The session as it was read last: when the lock was taken, by <see cref="ReloadAsync"/>, or by a commit that wrote
    /// nothing.</summary>
    SharedSession Session { get; }

    /// <summary>For how long the backend has forgotten no lock, when this one was taken: the time since it started, or since
    /// another machine took over. Null when nobody can have held a lock before.</summary>
    TimeSpan? Uptime { get; }

    /// <summary>For how long the lock is held unless it is extended. Null for a lock that lasts until it is disposed of, or until
    /// its process ends. The default is null.</summary>
    TimeSpan? Lease => null;

    /// <summary>Begins the lease anew.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when another holds the lock now, or it was given up. The default is true.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<bool> ExtendAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>Reads the session again, and begins a lease anew.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when another holds the lock now, or it was given up.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses. The lock may be lost.</exception>
    ValueTask<bool> ReloadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the next generation if the session still has the generation that <see cref="Session"/> shows, and frees the
    /// lock, in one step.</summary>
    /// <param name="record">The next generation. Its number is higher.</param>
    /// <param name="expiresAt">How long the record is kept, at least.</param>
    /// <param name="cancellationToken">Callers pass none: the tokens that were obtained must be kept.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SessionBackendException">It is not known what was done.</exception>
    ValueTask<LockCommit> CommitAsync(SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
