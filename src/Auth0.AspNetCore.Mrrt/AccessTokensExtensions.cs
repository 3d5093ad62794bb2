using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Short forms for <see cref="IAccessTokens"/>.</summary>
public static class AccessTokensExtensions
{
    /// <summary>Like <see cref="IAccessTokens.GetAsync"/>, for one API.</summary>
    /// <param name="accessTokens">The access tokens.</param>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="audience">The API's identifier at the tenant.</param>
    /// <param name="scope">Scopes to ask for, separated by spaces, on top of the audience's defaults.</param>
    /// <param name="cancellationToken">Frees this caller alone; an exchange that has begun goes on.</param>
    /// <returns>The token, or the reason why there is none.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="IAccessTokens.GetAsync"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<AccessTokenResult> GetAsync(
        this IAccessTokens accessTokens,
        HttpContext httpContext,
        string audience,
        string? scope = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessTokens);
        ArgumentNullException.ThrowIfNull(audience);
        return accessTokens.GetAsync(
            httpContext, new AccessTokenRequest { Audience = audience, Scope = scope }, cancellationToken: cancellationToken);
    }
}
