using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>Where a session lives beside the cookie and the coordinator: reached under the session's turn, by an
/// exchange that belongs to no request.</summary>
internal interface ISessionTokenStore
{
    /// <summary>What is kept at the moment.</summary>
    /// <returns>The tokens; none when the session is gone.</returns>
    /// <exception cref="Coordination.SessionCoordinationException">It is out of reach.</exception>
    ValueTask<SessionTokens?> ReadAsync();

    /// <summary>Keeps a newer generation.</summary>
    /// <param name="tokens">The generation.</param>
    /// <returns>Whether it is kept; not when the session is gone, which nothing brings back.</returns>
    /// <exception cref="Coordination.SessionCoordinationException">It is out of reach.</exception>
    ValueTask<bool> KeepAsync(SessionTokens tokens);
}
