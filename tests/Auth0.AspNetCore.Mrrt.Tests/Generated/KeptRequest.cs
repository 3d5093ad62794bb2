using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>A request that stays open.</summary>
internal sealed record KeptRequest(HttpContext Http, Task<HttpResponseMessage> Response, TaskCompletionSource Closes)
{
    public async Task CloseAsync()
    {
        Closes.SetResult();
        (await Response).Dispose();
    }
}
