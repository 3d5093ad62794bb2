namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// Holds calls to <c>/oauth/token</c> until the test lets them go, so that a race is set up instead of hoped for.
/// </summary>
/// <example>
/// <code>
/// using var gate = tenant.Faults.HoldTokenCalls();
/// var first = CallTheApplicationAsync();
/// var second = CallTheApplicationAsync();
/// await gate.WaitForArrivalsAsync(1);
/// gate.Release();
/// </code>
/// </example>
public sealed class TokenCallGate : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _sync = new();
    private readonly List<HeldTokenCall> _calls = [];
    private readonly TokenCallMoment _moment;
    private readonly string? _grant;
    private readonly string? _audience;
    private TaskCompletionSource _arrival = New();
    private bool _isOpen;

    internal TokenCallGate(TokenCallMoment moment, string? grant, string? audience)
    {
        _moment = moment;
        _grant = grant;
        _audience = audience;
    }

    /// <summary>How many calls have come to the gate so far, those it let pass included.</summary>
    public int Arrivals
    {
        get
        {
            lock (_sync)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>The calls that wait now, oldest first.</summary>
    public IReadOnlyList<HeldTokenCall> Held
    {
        get
        {
            lock (_sync)
            {
                return [.. _calls.Where(call => !call.IsReleased)];
            }
        }
    }

    /// <summary>Waits until that many calls have come to the gate.</summary>
    /// <param name="count">How many calls in all, since the gate was set up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">Fewer calls came within 30 seconds of real time.</exception>
    public async Task WaitForArrivalsAsync(int count, CancellationToken cancellationToken = default)
    {
        try
        {
            await ArrivedAsync(count).WaitAsync(Patience, TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{Arrivals} of {count} token calls came to the gate within {Patience.TotalSeconds} seconds.");
        }
    }

    /// <summary>Lets the call that has waited longest go on.</summary>
    /// <exception cref="InvalidOperationException">No call is waiting.</exception>
    public void ReleaseOne()
    {
        if (Held is not [var oldest, ..])
        {
            throw new InvalidOperationException("No token call waits at the gate.");
        }

        oldest.Release();
    }

    /// <summary>Opens the gate: those that wait go on, and those that come later are not held.</summary>
    public void Release()
    {
        HeldTokenCall[] calls;
        lock (_sync)
        {
            _isOpen = true;
            calls = [.. _calls];
        }

        foreach (var call in calls)
        {
            call.Release();
        }
    }

    /// <summary>Opens the gate.</summary>
    public void Dispose() => Release();

    internal bool Holds(TokenCallMoment moment, string grant, string? audience) =>
        moment == _moment
        && (_grant is null || _grant == grant)
        && (_audience is null || _audience == audience);

    internal Task PassAsync(HeldTokenCall call)
    {
        lock (_sync)
        {
            _calls.Add(call);
            if (_isOpen)
            {
                call.Release();
            }

            _arrival.SetResult();
            _arrival = New();
        }

        return call.Passed;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ArrivedAsync(int count)
    {
        while (true)
        {
            Task next;
            lock (_sync)
            {
                if (_calls.Count >= count)
                {
                    return;
                }

                next = _arrival.Task;
            }

            await next.ConfigureAwait(false);
        }
    }
}
