namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What callers of the coordinator are told when the backend fails.</summary>
internal static class BackendFailure
{
    public static SessionCoordinationException Of(ISessionBackend backend, SessionBackendException failure) => new(
        failure.IsOutOfReach
            ? $"The sessions are out of reach: {backend.Name} does not answer ({failure.Message})."
            : $"The sessions are out of reach: {backend.Name} refuses ({failure.Message}).");

    /// <summary>The same for any exception. A driver should throw no other, and one that does must lose nothing.</summary>
    public static SessionCoordinationException Of(ISessionBackend backend, Exception exception) =>
        Of(backend, exception as SessionBackendException ?? new SessionBackendException(Reason(exception), isOutOfReach: false));

    /// <summary>What may be logged of a failure: the driver's own words, or the kind of any other exception.</summary>
    public static string Reason(Exception exception) =>
        exception is SessionBackendException ? exception.Message : exception.GetType().Name;
}
