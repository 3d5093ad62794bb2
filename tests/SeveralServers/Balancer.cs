namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>Sends each request to the next server, or all of them to one.</summary>
internal sealed class Balancer(params HttpMessageHandler[] servers) : HttpMessageHandler
{
    private readonly HttpMessageInvoker[] _servers = [.. servers.Select(server => new HttpMessageInvoker(server))];
    private int _next = -1;

    /// <summary>The server that gets everything; none for one after the other.</summary>
    public int? Only { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        _servers[Only ?? ((Interlocked.Increment(ref _next) & int.MaxValue) % _servers.Length)]
            .SendAsync(request, cancellationToken);
}
