using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Tells the application what became of an exchange, outside every lock. Whatever its handlers throw stays theirs
/// (docs/how-a-refresh-works.md: Tell). The caller has claimed the exchange's events.</summary>
internal sealed class ExchangeNotifier(
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> options, ILogger<ExchangeNotifier> logger)
{
    public async Task TellAsync(HttpContext httpContext, TokenNeed need, ExchangeOutcome outcome, bool servedStored)
    {
        try
        {
            await RaiseAsync(options.Get(need.Scheme).Events, httpContext, need, outcome, servedStored)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.EventHandlerFailed(need.Scheme, e);
        }
    }

    private static Task RaiseAsync(
        Auth0WebAppWithAccessTokenEvents events,
        HttpContext httpContext,
        TokenNeed need,
        ExchangeOutcome outcome,
        bool servedStored) => outcome switch
        {
            { Result.Token: { } token, Answer.Response: { } response } => events.TokensRefreshed(
                new AccessTokenRefreshedContext(httpContext, token)
                {
                    Audience = need.Audience,
                    IdToken = response.IdToken,
                    RefreshTokenRotated = response.RefreshToken is not null,
                }),
            { Result.Succeeded: true } => Task.CompletedTask,
            { Result.Reason: AccessTokenFailure.NoRefreshToken or AccessTokenFailure.NoRefreshTokenGranted } when servedStored =>
                Task.CompletedTask,
            { Result.Reason: AccessTokenFailure.NoRefreshToken or AccessTokenFailure.NoRefreshTokenGranted } => events.MissingRefreshToken(httpContext),
            { Result.Reason: { } reason } => events.AccessTokenRefreshFailed(
                new AccessTokenRefreshFailedContext(httpContext)
                {
                    Reason = reason,
                    Audience = need.Audience,
                    Scope = need.Scope,
                    StatusCode = outcome.Result.StatusCode,
                    Error = outcome.Result.Error,
                    ErrorDescription = outcome.Result.ErrorDescription,
                    RetryAfter = outcome.Result.RetryAfter,
                    Exception = outcome.Answer?.Exception,
                    ServedStoredToken = servedStored,
                }),
            _ => Task.CompletedTask,
        };
}
