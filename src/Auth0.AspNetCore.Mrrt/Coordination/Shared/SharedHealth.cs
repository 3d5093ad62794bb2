using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Notes how the backend has answered lately, so that a health check asks it nothing.</summary>
internal sealed class SharedHealth(
    ISessionBackend backend,
    PendingWrites pendingWrites,
    EndsPolling ends,
    IOptions<SharedSessionOptions> options,
    TimeProvider time)
{
    private const int IntervalsWithoutAnswer = 3;

    /// <summary>A pass may have much to do: the first one lists every end.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private DateTimeOffset _answered = time.GetUtcNow();
    private DateTimeOffset _quietUntil;
    private string? _failure;
    private bool _isOutOfReach;

    /// <summary>True while this server may not know of every session that has ended: a list was cut off, or the first one has not come.
    /// Without the first one nobody is asked while the backend is out of reach: it could not answer, and a request would wait.</summary>
    public bool MayHaveMissedEnds => ends.HasMissedSome || (!ends.HasHeardAll && !Volatile.Read(ref _isOutOfReach));

    /// <summary>The backend has done all that it was asked in the background.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            _answered = time.GetUtcNow();
            _failure = null;
            Volatile.Write(ref _isOutOfReach, false);
        }
    }

    /// <summary>The backend answers. What it was asked is still under way.</summary>
    public void InReach() => Volatile.Write(ref _isOutOfReach, false);

    /// <summary>It has not.</summary>
    /// <param name="reason">What may be logged of the failure.</param>
    /// <param name="isOutOfReach">See <see cref="SessionBackendException.IsOutOfReach"/>.</param>
    public void Failed(string reason, bool isOutOfReach)
    {
        lock (_gate)
        {
            _failure = reason;
            Volatile.Write(ref _isOutOfReach, isOutOfReach);
        }
    }

    /// <summary>No exchange begins for a while.</summary>
    public void Quiet(TimeSpan rest)
    {
        lock (_gate)
        {
            _quietUntil = time.GetUtcNow() + rest;
        }
    }

    public CoordinationHealth Check()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var silence = now - _answered;
            var problem = _failure is { } reason ? $"The servers cannot agree: {backend.Name} could not be asked ({reason})."
                : silence > LongestSilence ? $"The servers cannot agree: {backend.Name} has not answered for {silence.TotalSeconds:F0} seconds."
                : null;
            return new CoordinationHealth
            {
                IsReachable = problem is null,
                QuietFor = _quietUntil > now ? _quietUntil - now : null,
                PendingWrites = pendingWrites.Count,
                MayLoseSessions = problem is null && backend.Problem is not null,
                Problem = problem ?? backend.Problem ?? (ends.HasMissedSome ? $"This server may not know of every session that has ended: {backend.Name} could not list them all." : null),
            };
        }
    }

    private TimeSpan LongestSilence
    {
        get
        {
            var intervals = options.Value.EndedSessionsInterval * IntervalsWithoutAnswer;
            return intervals > ShortestSilence ? intervals : ShortestSilence;
        }
    }
}
