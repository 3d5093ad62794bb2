namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// The one exception of a backend. Its text is logged: an error code or words of the driver's own, and no host, user, session or
/// value. It carries no inner exception, since the texts of clients name all of these.
/// </summary>
public sealed class SessionBackendException : Exception
{
    /// <summary>Says why the backend did not do what it was asked.</summary>
    /// <param name="reason">An error code, or the driver's own words.</param>
    /// <param name="isOutOfReach">True when no server can have reached the backend just now.</param>
    public SessionBackendException(string reason, bool isOutOfReach)
        : base(reason) => IsOutOfReach = isOutOfReach;

    /// <summary>True when no server can have reached the backend just now: it does not answer, it stops, or it starts. False when it
    /// refuses this call and may serve the other servers: then <see cref="WhenUnavailable.CoordinateInProcess"/> does not apply.</summary>
    public bool IsOutOfReach { get; }
}
