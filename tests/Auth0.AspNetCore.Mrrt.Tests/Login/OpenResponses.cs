using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Counts the responses that are not complete. A test server answers before it raises <c>OnCompleted</c>.</summary>
internal sealed class OpenResponses
{
    private int _open;

    public Task CountAsync(HttpContext http, RequestDelegate next)
    {
        Interlocked.Increment(ref _open);
        // The callback that was registered first is called last.
        http.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _open);
            return Task.CompletedTask;
        });
        return next(http);
    }

    public async Task CompletedAsync()
    {
        while (Volatile.Read(ref _open) > 0)
        {
            await Task.Yield();
        }
    }
}
