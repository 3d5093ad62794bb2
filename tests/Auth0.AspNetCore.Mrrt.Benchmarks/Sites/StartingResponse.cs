using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A response that can start, as a server's does: what waits for that moment writes the session's cookie.</summary>
internal sealed class StartingResponse : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];

    public static StartingResponse Of(HttpContext httpContext)
    {
        var response = new StartingResponse();
        httpContext.Features.Set<IHttpResponseFeature>(response);
        return response;
    }

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public async Task StartAsync()
    {
        while (_starting.TryPop(out var last))
        {
            await last.Callback(last.State);
        }
    }
}
