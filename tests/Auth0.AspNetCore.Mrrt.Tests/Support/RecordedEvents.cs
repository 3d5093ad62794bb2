using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Remembers what the application was told.</summary>
internal sealed class RecordedEvents
{
    public ConcurrentQueue<AccessTokenRefreshFailedContext> Failures { get; } = new();

    public ConcurrentQueue<AccessTokenRefreshedContext> Refreshes { get; } = new();

    public ConcurrentQueue<string> MissingRefreshTokens { get; } = new();

    public Auth0WebAppWithAccessTokenEvents Handlers => new()
    {
        OnAccessTokenRefreshFailed = context =>
        {
            Failures.Enqueue(context);
            return Task.CompletedTask;
        },
        OnTokensRefreshed = context =>
        {
            Refreshes.Enqueue(context);
            return Task.CompletedTask;
        },
        OnMissingRefreshToken = context =>
        {
            MissingRefreshTokens.Enqueue(context.Request.Path);
            return Task.CompletedTask;
        },
    };
}
