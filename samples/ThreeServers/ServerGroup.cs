namespace ThreeServers;

/// <summary>The three servers. One of them can be stopped and started as in a rolling deployment.</summary>
internal sealed class ServerGroup : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Surroundings _around;

    private ServerGroup(Surroundings around) => _around = around;

    public IReadOnlyList<AppServer> All { get; } = [new("A"), new("B"), new("C")];

    /// <summary>The server that the page stops and starts.</summary>
    public AppServer B => All[1];

    /// <summary>Where the proxy sends requests.</summary>
    public ProxyRoutes Routes { get; } = new();

    /// <summary>The requests that the proxy is busy with.</summary>
    public RequestsUnderWay RequestsUnderWay { get; } = new();

    public static async Task<ServerGroup> StartAsync(Surroundings around)
    {
        var group = new ServerGroup(around);
        try
        {
            foreach (var server in group.All)
            {
                await server.StartAsync(group, around);
            }

            group.Routes.Begin(group.All);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a server out of the proxy's list, lets it finish what it has, and stops it.</summary>
    /// <returns>A sentence for the page.</returns>
    public async Task<string> StopAsync(AppServer server)
    {
        await _gate.WaitAsync();
        try
        {
            if (server.IsRunning)
            {
                await Routes.UseAsync([.. All.Where(other => other.IsRunning && other != server)]);
                await RequestsUnderWay.EndOfThoseUntilNowAsync();
                await server.StopAsync();
            }

            return $"Server {server.Name} has finished its requests and stopped.";
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Starts a server, and puts it into the proxy's list.</summary>
    /// <returns>A sentence for the page.</returns>
    public async Task<string> StartAsync(AppServer server)
    {
        await _gate.WaitAsync();
        try
        {
            if (!server.IsRunning)
            {
                await server.StartAsync(this, _around);
                await Routes.UseAsync([.. All.Where(other => other.IsRunning)]);
            }

            return $"Server {server.Name} has started.";
        }
        finally
        {
            _gate.Release();
        }
    }

    public IReadOnlyList<ServerView> View() =>
        [.. All.Select(server => new ServerView(server.Name, server.IsRunning, server.Answered))];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All)
        {
            await server.DisposeAsync();
        }

        _gate.Dispose();
    }
}
