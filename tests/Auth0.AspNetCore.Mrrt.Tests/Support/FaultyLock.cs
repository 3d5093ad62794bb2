using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A lock that was taken over a <see cref="FaultyBackend"/>. It is used by one caller at a time.</summary>
internal sealed class FaultyLock(ISessionLock inner, BackendFaults faults, Action<FaultyLock> freed) : ISessionLock
{
    private int _callers;
    private volatile bool _isBroken;

    public SharedSession Session => inner.Session;

    public TimeSpan? Uptime => inner.Uptime;

    public TimeSpan? Lease => inner.Lease;

    public ValueTask<bool> ExtendAsync(CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Extend, () => inner.ExtendAsync(cancellationToken), cancellationToken);

    public ValueTask<bool> ReloadAsync(CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Reload, () => inner.ReloadAsync(cancellationToken), cancellationToken);

    public ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Commit, () => inner.CommitAsync(record, expiresAt, cancellationToken), cancellationToken);

    /// <summary>Its connection breaks.</summary>
    public async Task BreakAsync()
    {
        if (inner.Lease is null)
        {
            _isBroken = true;
            await inner.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        freed(this);
        try
        {
            await RunAsync(
                BackendCall.Release,
                async () =>
                {
                    await inner.DisposeAsync();
                    return true;
                },
                CancellationToken.None);
        }
        catch (SessionBackendException)
        {
            // A lease ends by itself; a transaction's lock with its connection.
            if (inner.Lease is null)
            {
                await inner.DisposeAsync();
            }
        }
    }

    private async ValueTask<T> RunAsync<T>(BackendCall call, Func<ValueTask<T>> step, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _callers).Should().Be(1, "one caller uses a lock at a time");
        try
        {
            return await faults.RunAsync(
                call, () => _isBroken ? throw new SessionBackendException("broken", isOutOfReach: true) : step(), lost: null, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _callers);
        }
    }
}
