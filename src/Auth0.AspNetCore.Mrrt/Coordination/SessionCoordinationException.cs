namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// The servers cannot agree at the moment: what they agree through is out of reach. Who asks for a token is told
/// <see cref="AccessTokenFailure.CoordinationUnavailable"/> instead. Where the sessions live in a store that is out of reach,
/// a request that brings one fails with this exception when it is authenticated, and a sign-in when it is to be kept:
/// nobody knows who the user is, and to take it for signed out would send it to sign in for nothing. With
/// <c>UseExceptionHandler</c> the answer is 503 with <c>Retry-After</c>.
/// </summary>
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
