namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The servers cannot agree at the moment: what they agree through is out of reach. Callers of the library see
/// <see cref="AccessTokenFailure.CoordinationUnavailable"/> instead.</summary>
public sealed class SessionCoordinationException : Exception
{
    /// <summary>Says that coordination is unavailable.</summary>
    /// <param name="message">What is out of reach. No address, no session's name, no token: it is logged.</param>
    /// <param name="innerException">What happened.</param>
    public SessionCoordinationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>How long to wait before trying again; none when that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
