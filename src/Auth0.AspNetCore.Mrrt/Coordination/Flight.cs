namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The callers that wait for one piece of work. When the last of them leaves before the work has begun, the work gives up its
/// place. Work that has begun goes on without them: its result must be kept.</summary>
#pragma warning disable CA1001 // a source without a timer holds nothing that must be released, and callers may still look at it
internal sealed class Flight
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private int _callers;
    private bool _hasBegun;
    private bool _isAbandoned;
    private int _isClaimed;

    /// <summary>Cancelled when the last caller has left before the work has begun.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Adds a caller.</summary>
    /// <param name="most">The most callers that wait at once.</param>
    public FlightJoin Join(int most)
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return FlightJoin.Abandoned;
            }

            if (_callers >= most)
            {
                return FlightJoin.Full;
            }

            _callers++;
            return FlightJoin.Joined;
        }
    }

    /// <summary>Removes a caller.</summary>
    /// <returns>True when the work is abandoned now.</returns>
    public bool Leave()
    {
        lock (_gate)
        {
            if (--_callers > 0 || _hasBegun)
            {
                return false;
            }

            _isAbandoned = true;
        }

        _ = _abandoned.CancelAsync(); // What waits for it goes on elsewhere: this caller has left.
        return true;
    }

    /// <summary>Asks whether the next step that cannot be undone may begin.</summary>
    /// <returns>False when nobody waits any more.</returns>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_callers == 0)
            {
                _isAbandoned = true;
                return false;
            }

            return _hasBegun = true;
        }
    }

    /// <summary>Asks for what one caller does for all of them.</summary>
    /// <returns>True for the first caller that asks.</returns>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}
