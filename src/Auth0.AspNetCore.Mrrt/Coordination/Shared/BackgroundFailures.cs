using System.Runtime.ExceptionServices;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What failed in one pass of the background. A part that the backend refuses does not keep the others from being done; a
/// backend that nobody reaches is asked no more in this pass.</summary>
internal sealed class BackgroundFailures
{
    private Exception? _first;
    private bool _isOutOfReach;

    /// <summary>Does a part of the pass.</summary>
    /// <returns>True when it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> part)
    {
        if (_isOutOfReach)
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
            _isOutOfReach = e is SessionBackendException { IsOutOfReach: true };
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
