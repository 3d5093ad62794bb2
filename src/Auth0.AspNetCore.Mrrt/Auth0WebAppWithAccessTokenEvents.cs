using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// What the application is told about its users' tokens. Each event comes at most once per exchange, to one of the
/// requests that waited for it, after everything has been kept and no lock is held. An exchange that nobody waits for
/// any more is logged and not told.
/// </summary>
public class Auth0WebAppWithAccessTokenEvents
{
    /// <summary>A token was needed, and the session has no refresh token to get it with.</summary>
    public Func<HttpContext, Task> OnMissingRefreshToken { get; set; } = _ => Task.CompletedTask;

    /// <summary>There is no token: the tenant did not give what was asked for or could not be asked, or the session
    /// ended meanwhile.</summary>
    public Func<AccessTokenRefreshFailedContext, Task> OnAccessTokenRefreshFailed { get; set; } =
        _ => Task.CompletedTask;

    /// <summary>New tokens were obtained and kept.</summary>
    public Func<AccessTokenRefreshedContext, Task> OnTokensRefreshed { get; set; } = _ => Task.CompletedTask;

    /// <summary>Calls <see cref="OnMissingRefreshToken"/>.</summary>
    /// <param name="context">The request that needed the token.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task MissingRefreshToken(HttpContext context) => OnMissingRefreshToken(context);

    /// <summary>Calls <see cref="OnAccessTokenRefreshFailed"/>.</summary>
    /// <param name="context">What was asked for and what came back.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task AccessTokenRefreshFailed(AccessTokenRefreshFailedContext context) =>
        OnAccessTokenRefreshFailed(context);

    /// <summary>Calls <see cref="OnTokensRefreshed"/>.</summary>
    /// <param name="context">What was obtained.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task TokensRefreshed(AccessTokenRefreshedContext context) => OnTokensRefreshed(context);
}
