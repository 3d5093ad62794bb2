using System.Runtime.ExceptionServices;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What failed in one pass of the background. A part that fails does not keep the others from being done. A backend that nobody
/// reaches is asked no more in this pass.</summary>
internal sealed class BackgroundFailures
{
    private Exception? _first;
    private Exception? _last;

    /// <summary>True when the backend as a whole is out of reach.</summary>
    public bool IsOutOfReach { get; private set; }

    /// <summary>Does a part that needs nothing but the backend. When it is out of reach for this one, it is for all.</summary>
    /// <returns>True when it was done.</returns>
    public async Task<bool> TryProbeAsync(Func<Task> part)
    {
        var isDone = await TryAsync(part).ConfigureAwait(false);
        IsOutOfReach |= !isDone && _last is SessionBackendException { IsOutOfReach: true };
        return isDone;
    }

    /// <summary>Does a part of the pass. A backend on several machines may be out of reach for one session alone.</summary>
    /// <returns>True when it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> part)
    {
        if (IsOutOfReach)
        {
            return false;
        }

        try
        {
            await part().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _first ??= e;
            _last = e;
            return false;
        }
    }

    /// <summary>Throws the first failure, if there is one.</summary>
    public void Throw()
    {
        if (_first is not null)
        {
            ExceptionDispatchInfo.Throw(_first);
        }
    }
}
