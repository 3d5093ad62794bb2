using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Asks for the signed-in user's access tokens where a request is at hand.</summary>
public static class HttpContextExtensions
{
    /// <summary>
    /// Gives an access token of the signed-in user that is valid now, for the API and with the scopes that are asked
    /// for: one that the session holds, or else a new one obtained with the session's refresh token (RFC 6749,
    /// section 6; Auth0: Multi-Resource Refresh Tokens). Safe to call any number of times at once.
    /// </summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="request">Which token; none means the configured audience and its scopes.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated this
    /// request, or <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated it.</param>
    /// <param name="cancellationToken">Frees this caller alone; an exchange that has begun goes on.</param>
    /// <returns>The token, or <see langword="null"/>; <see cref="GetAccessTokenResultAsync"/> also tells why.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> is missing.</exception>
    /// <exception cref="MfaRequiredException">The tenant asks for a second factor first.</exception>
    /// <exception cref="InvalidOperationException">Neither <c>AddAuth0WebApp(…).WithAccessToken(…)</c> nor
    /// <c>AddAuth0AccessTokens(…)</c> was called for <paramref name="scheme"/>; or <paramref name="scheme"/> is null and
    /// several schemes are possible.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<string?> GetAccessTokenAsync(
        this HttpContext httpContext,
        AccessTokenRequest? request = null,
        string? scheme = null,
        CancellationToken cancellationToken = default)
    {
        var result = httpContext.GetAccessTokenResultAsync(request, scheme, cancellationToken);
        return result.IsCompletedSuccessfully
            ? new ValueTask<string?>(ValueOf(result.Result, request))
            : WaitAsync(result, request);

        static async ValueTask<string?> WaitAsync(ValueTask<AccessTokenResult> result, AccessTokenRequest? request) =>
            ValueOf(await result.ConfigureAwait(false), request);
    }

    /// <summary>Gives an access token for one API.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="audience">The API's identifier at the tenant.</param>
    /// <param name="scope">Scopes to ask for, separated by spaces, on top of the audience's defaults.</param>
    /// <param name="cancellationToken">Frees this caller alone; an exchange that has begun goes on.</param>
    /// <returns>The token, or <see langword="null"/>; <see cref="GetAccessTokenResultAsync"/> also tells why.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> or <paramref name="audience"/> is
    /// missing.</exception>
    /// <exception cref="MfaRequiredException">The tenant asks for a second factor first.</exception>
    /// <exception cref="InvalidOperationException">As for the form with an <see cref="AccessTokenRequest"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<string?> GetAccessTokenAsync(
        this HttpContext httpContext,
        string audience,
        string? scope = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audience);
        return httpContext.GetAccessTokenAsync(
            new AccessTokenRequest { Audience = audience, Scope = scope }, scheme: null, cancellationToken);
    }

    /// <summary>Like <see cref="GetAccessTokenAsync(HttpContext, AccessTokenRequest?, string?, CancellationToken)"/>, with all that is known about the token, or the reason why
    /// there is none.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="request">Which token; none means the configured audience and its scopes.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated this
    /// request, or <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated it.</param>
    /// <param name="cancellationToken">Frees this caller alone; an exchange that has begun goes on.</param>
    /// <returns>The token, or one reason out of a closed list.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> is missing.</exception>
    /// <exception cref="InvalidOperationException">Neither <c>AddAuth0WebApp(…).WithAccessToken(…)</c> nor
    /// <c>AddAuth0AccessTokens(…)</c> was called for <paramref name="scheme"/>; or <paramref name="scheme"/> is null and
    /// several schemes are possible.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<AccessTokenResult> GetAccessTokenResultAsync(
        this HttpContext httpContext,
        AccessTokenRequest? request = null,
        string? scheme = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        cancellationToken.ThrowIfCancellationRequested();
        return httpContext.Features.Get<IRequestTokens>()?.AtHand(httpContext, request, scheme) is { } known
            ? new ValueTask<AccessTokenResult>(known)
            : AccessTokens(httpContext).GetAsync(httpContext, request, scheme, cancellationToken);
    }

    /// <summary>Gets several tokens in one go: what is missing is obtained in one turn of the session, and the response
    /// carries the session once.</summary>
    /// <param name="httpContext">The request of the user.</param>
    /// <param name="requests">Which tokens.</param>
    /// <param name="scheme">The scheme the user signed in with; null means the scheme that authenticated this
    /// request, or <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated it.</param>
    /// <param name="cancellationToken">Frees this caller alone; exchanges that have begun go on.</param>
    /// <returns>A result for each request, in the same order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> or <paramref name="requests"/> is
    /// missing.</exception>
    /// <exception cref="InvalidOperationException">Neither <c>AddAuth0WebApp(…).WithAccessToken(…)</c> nor
    /// <c>AddAuth0AccessTokens(…)</c> was called for <paramref name="scheme"/>; or <paramref name="scheme"/> is null and
    /// several schemes are possible.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<IReadOnlyList<AccessTokenResult>> GetAccessTokensAsync(
        this HttpContext httpContext,
        IReadOnlyList<AccessTokenRequest> requests,
        string? scheme = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return AccessTokens(httpContext).GetManyAsync(httpContext, requests, scheme, cancellationToken);
    }

    private static string? ValueOf(AccessTokenResult result, AccessTokenRequest? request) =>
        result is { Reason: AccessTokenFailure.MfaRequired, MfaToken: { } mfaToken }
            ? throw new MfaRequiredException(mfaToken, result.MfaRequirements, request?.Audience, result.ErrorDescription)
            : result.Token?.Value;

    private static IAccessTokens AccessTokens(HttpContext httpContext) =>
        httpContext.RequestServices.GetService<IAccessTokens>()
        ?? throw new InvalidOperationException(
            "There are no access tokens to get: call services.AddAuth0WebApp(…).WithAccessToken(…) or "
            + "services.AddAuth0AccessTokens(…) at start-up.");
}
