using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// The signed-in user's access tokens, one per API. Safe to call any number of times at once, from one request or
/// from many. From the container where <c>HttpContext.GetAccessTokenAsync</c> is not at hand:
/// <code>
/// var result = await accessTokens.GetAsync(httpContext, "https://orders.example.com");
/// </code>
/// </summary>
public interface IAccessTokens
{
    /// <summary>Gives a stored token that is valid, or gets one with the session's refresh token.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="request">Which token; none means the configured audience and its scopes.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated this
    /// request, or <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated it.</param>
    /// <param name="cancellationToken">Frees this caller alone: an exchange that has begun goes on, since its answer
    /// must be kept.</param>
    /// <returns>The token, or the reason why there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> is missing.</exception>
    /// <exception cref="InvalidOperationException">Neither <c>AddAuth0WebApp(…).WithAccessToken(…)</c> nor
    /// <c>AddAuth0AccessTokens(…)</c> was called for <paramref name="scheme"/>; or <paramref name="scheme"/> is null and
    /// several schemes are possible.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<AccessTokenResult> GetAsync(
        HttpContext httpContext,
        AccessTokenRequest? request = null,
        string? scheme = null,
        CancellationToken cancellationToken = default);

    /// <summary>Like <see cref="GetAsync"/> for several tokens in one go: what is missing is obtained in one turn of the
    /// session, and the response carries the session once.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="requests">Which tokens.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated this
    /// request, or <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated it.</param>
    /// <param name="cancellationToken">Frees this caller alone.</param>
    /// <returns>A result for each request, in the same order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> or <paramref name="requests"/> is
    /// missing.</exception>
    /// <exception cref="InvalidOperationException">Neither <c>AddAuth0WebApp(…).WithAccessToken(…)</c> nor
    /// <c>AddAuth0AccessTokens(…)</c> was called for <paramref name="scheme"/>; or <paramref name="scheme"/> is null and
    /// several schemes are possible.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
        HttpContext httpContext,
        IReadOnlyList<AccessTokenRequest> requests,
        string? scheme = null,
        CancellationToken cancellationToken = default);
}
