using Microsoft.AspNetCore.SignalR;

namespace Auth0.AspNetCore.Mrrt.Snippets;

#region open-requests-hub
public sealed class OrdersHub(IOrdersApi orders) : Hub
{
    public async Task<string?> NewestOrder()
    {
        var result = await Context.GetHttpContext()!.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = "https://orders.example.com" },
            cancellationToken: Context.ConnectionAborted);
        if (result.Reason is AccessTokenFailure.SessionEnded)
        {
            Context.Abort();
        }

        return result.Token is { } token ? await orders.NewestAsync(token.Value) : null;
    }
}
#endregion
