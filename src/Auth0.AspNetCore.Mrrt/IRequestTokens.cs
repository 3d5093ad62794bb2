using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>What a request has found out about its session when it asked for a token: one of its features, so that the next
/// call needs nothing else. No public name, and among them all the same: <see cref="HttpContextExtensions"/> asks for it,
/// and the root sees no room.</summary>
internal interface IRequestTokens
{
    /// <summary>Gives a token that is at hand and has all that is asked for. Takes no memory.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="request">Which token.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated the request.</param>
    /// <returns>The answer; none when the question takes more than a look.</returns>
    AccessTokenResult? AtHand(HttpContext httpContext, AccessTokenRequest? request, string? scheme);
}
