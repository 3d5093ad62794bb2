namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A session's lock that this server holds. A turn extends its lease; a short use need not.</summary>
/// <param name="taken">The lock.</param>
/// <param name="holder">The name under which it was taken.</param>
/// <param name="sentAt">When it was asked for, as a timestamp: no lease begins earlier.</param>
internal sealed class HeldLock(ISessionLock taken, Guid holder, long sentAt) : IAsyncDisposable
{
    private LeaseExtension? _extension;

    public ISessionLock Lock => taken;

    public Guid Holder => holder;

    /// <summary>Cancelled when another server may have the lock.</summary>
    public CancellationToken Lost => _extension?.Lost ?? CancellationToken.None;

    /// <summary>For how long the lock is surely held, if nothing is heard.</summary>
    public TimeSpan SureFor => _extension?.SureFor ?? Timeout.InfiniteTimeSpan;

    /// <summary>Extends the lease from now on, where the lock is one.</summary>
    public void BeginExtending(SharedParts parts) => _extension = LeaseExtension.Begin(taken, sentAt, parts);

    /// <summary>Another server has the lock: says so, once.</summary>
    public void Lose() => _extension?.Lose();

    /// <summary>Reads the session again. The lease begins anew with it.</summary>
    /// <returns>False when another holds the lock now, or may have held it.</returns>
    /// <exception cref="SessionBackendException">The backend fails.</exception>
    public async ValueTask<bool> ReloadAsync(SharedParts parts, CancellationToken cancellationToken)
    {
        await StopExtendingAsync().ConfigureAwait(false); // the lock serves one caller at a time
        if (Lost.IsCancellationRequested)
        {
            return false;
        }

        var askedAt = parts.Time.GetTimestamp();
        if (!await taken.ReloadAsync(cancellationToken).ConfigureAwait(false))
        {
            Lose();
            return false;
        }

        _extension = LeaseExtension.Begin(taken, askedAt, parts);
        return true;
    }

    /// <summary>Extends nothing any more. Also waits for an extension that is under way.</summary>
    public ValueTask StopExtendingAsync() => _extension?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopExtendingAsync().ConfigureAwait(false);
        await taken.DisposeAsync().ConfigureAwait(false);
    }
}
