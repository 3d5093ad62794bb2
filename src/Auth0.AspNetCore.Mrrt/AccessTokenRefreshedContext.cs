using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>What <see cref="Auth0WebAppWithAccessTokenEvents.OnTokensRefreshed"/> is told.</summary>
public sealed class AccessTokenRefreshedContext
{
    /// <summary>Creates a context. An application needs it for tests of its handlers only.</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="accessToken">The new access token.</param>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> or <paramref name="accessToken"/> is
    /// missing.</exception>
    public AccessTokenRefreshedContext(HttpContext httpContext, AccessToken accessToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        ArgumentNullException.ThrowIfNull(accessToken);
        HttpContext = httpContext;
        AccessToken = accessToken;
    }

    /// <summary>One of the requests that waited for the exchange.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The new access token.</summary>
    public AccessToken AccessToken { get; }

    /// <summary>The audience it is for; none means the tenant's default.</summary>
    public string? Audience { get; init; }

    /// <summary>The new ID token, when the answer held one.</summary>
    public string? IdToken { get; init; }

    /// <summary>Whether the refresh token was replaced. The token itself is nobody's business but the library's.</summary>
    public bool RefreshTokenRotated { get; init; }
}
