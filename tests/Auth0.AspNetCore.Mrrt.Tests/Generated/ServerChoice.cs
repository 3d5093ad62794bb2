namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Sends the requests of one part of a life to the server that the part has chosen. Other parts may send at the same
/// time.</summary>
internal sealed class ServerChoice(params HttpMessageHandler[] servers) : HttpMessageHandler
{
    private readonly HttpMessageInvoker[] _servers = [.. servers.Select(server => new HttpMessageInvoker(server))];
    private readonly AsyncLocal<int> _chosen = new();

    /// <summary>Runs a part of a life with a server.</summary>
    public async Task<T> RunAsync<T>(int server, Func<Task<T>> part)
    {
        _chosen.Value = server;
        return await part();
    }

    /// <summary>Runs a part of a life with a server.</summary>
    public async Task RunAsync(int server, Func<Task> part)
    {
        _chosen.Value = server;
        await part();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _servers[_chosen.Value].SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }

        base.Dispose(disposing);
    }
}
