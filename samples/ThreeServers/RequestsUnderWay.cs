using System.Collections.Concurrent;

namespace ThreeServers;

/// <summary>The requests that the proxy is busy with. A server that leaves is stopped when they have ended: one of them may be on
/// its way to it.</summary>
internal sealed class RequestsUnderWay
{
    private readonly ConcurrentDictionary<HttpContext, TaskCompletionSource> _requests = new();

    public async Task Follow(HttpContext http, RequestDelegate next)
    {
        // The request that stops a server cannot wait for its own end. It goes to the other servers.
        if (http.Request.Path.StartsWithSegments(ProxyRoutes.Servers, StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[http] = ended;
        try
        {
            await next(http);
        }
        finally
        {
            _requests.TryRemove(http, out _);
            ended.SetResult();
        }
    }

    public Task EndOfThoseUntilNowAsync() => Task.WhenAll(_requests.Values.Select(ended => ended.Task));
}
