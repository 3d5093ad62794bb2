using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>What <see cref="Auth0WebAppWithAccessTokenEvents.OnAccessTokenRefreshFailed"/> is told.</summary>
public sealed class AccessTokenRefreshFailedContext
{
    /// <summary>Creates a context. An application needs it for tests of its handlers only.</summary>
    /// <param name="httpContext">The request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> is missing.</exception>
    public AccessTokenRefreshFailedContext(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        HttpContext = httpContext;
    }

    /// <summary>One of the requests that waited for the exchange.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Why there is no new token.</summary>
    public required AccessTokenFailure Reason { get; init; }

    /// <summary>The audience that was asked for; none means the tenant's default.</summary>
    public string? Audience { get; init; }

    /// <summary>The scopes that were asked for, separated by spaces; none means all that the policy allows.</summary>
    public string? Scope { get; init; }

    /// <summary>The status of the token endpoint's answer, when there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The answer's <c>error</c> (RFC 6749, section 5.2).</summary>
    public string? Error { get; init; }

    /// <summary>The answer's <c>error_description</c>. Meant for developers, not for users.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>How long the tenant asked to wait before the next try, when it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What kept the call from being answered, when it was not answered. For logs only.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Whether the caller was given a stored token that is still valid all the same.</summary>
    public bool ServedStoredToken { get; init; }
}
