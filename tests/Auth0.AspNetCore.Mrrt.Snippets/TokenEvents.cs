using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Snippets;

#region events-class
public sealed class TokenEvents : Auth0WebAppWithAccessTokenEvents
{
    private int _refreshes;

    public int Refreshes => _refreshes;

    public override Task TokensRefreshed(AccessTokenRefreshedContext context)
    {
        Interlocked.Increment(ref _refreshes); // one for each exchange, from any number of requests at once
        return base.TokensRefreshed(context);
    }
}
#endregion

internal static class GivenEvents
{
    public static async Task RaiseAsync(AccessToken token)
    {
        #region testing-events
        var events = new TokenEvents();

        await events.TokensRefreshed(
            new AccessTokenRefreshedContext(new DefaultHttpContext(), token) { Audience = "https://orders.example.com" });
        await events.AccessTokenRefreshFailed(
            new AccessTokenRefreshFailedContext(new DefaultHttpContext()) { Reason = AccessTokenFailure.Transient, StatusCode = 503 });

        events.Refreshes.Should().Be(1);
        #endregion
    }
}
