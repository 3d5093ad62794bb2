namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What an exchange does while the backend of the sessions is out of reach. Valid tokens are served either way.</summary>
public enum WhenUnavailable
{
    /// <summary>No exchange: callers are told <see cref="AccessTokenFailure.CoordinationUnavailable"/>, and no refresh
    /// token is spent twice.</summary>
    Refuse,

    /// <summary>Exchanges go on, one at a time on each server, while the backend does not answer, stops or starts; what a
    /// backend that is up refuses, for too many connections or a deadlock, is refused all the same. Two servers that
    /// exchange for the same session meanwhile spend the same refresh token: with rotation the session is then lost. For
    /// one server, or sticky sessions.</summary>
    CoordinateInProcess,
}
