using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>A session that a caller asks for tokens. A request's is <see cref="RequestSession"/>. A circuit or a hub, which has no
/// request, can implement it as well.</summary>
internal interface ITokenSession
{
    /// <summary>What is known of the session now. A question reads it once.</summary>
    SessionSnapshot Current { get; }

    /// <summary>Where an exchange keeps the session beside the coordinator. Null for a session that lives in its cookie or with
    /// the coordinator.</summary>
    ISessionTokenStore? TokenStore { get; }

    /// <summary>How long the session's cookies last. Null when this is not known.</summary>
    CookieLife? CookieLife { get; }

    /// <summary>True when the caller's request is over, so that its HttpContext must not be touched.</summary>
    bool RequestEnded { get; }

    /// <summary>Takes over a newer generation. Touches no request: an exchange may end after the caller has gone.</summary>
    /// <param name="newest">The generation.</param>
    /// <param name="kept">True when the generation is where the session lives already.</param>
    void Adopt(SessionTokens newest, bool kept);
}
