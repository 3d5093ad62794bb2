using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace ThreeServers;

/// <summary>Where the proxy sends requests: to each server that runs, one after the other.</summary>
internal sealed class ProxyRoutes : IConfigChangeListener
{
    public const string Servers = "/servers";
    public const string StopB = Servers + "/b/stop";
    public const string StartB = Servers + "/b/start";

    private readonly InMemoryConfigProvider _config = new([], []);
    private TaskCompletionSource? _applied;

    public IProxyConfigProvider Config => _config;

    private static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        Route("any", "/{**path}", "servers"),
        Route("stop and start B", Servers + "/{**path}", "without B"),
    ];

    /// <summary>Sets the servers before the proxy starts.</summary>
    public void Begin(IReadOnlyList<AppServer> servers) => _config.Update(Routes, Clusters(servers));

    /// <summary>Changes the servers. When the task ends, no new request goes to another server.</summary>
    public async Task UseAsync(IReadOnlyList<AppServer> servers)
    {
        _applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _config.Update(Routes, Clusters(servers));
        await _applied.Task;
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => _applied?.TrySetResult();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        _applied?.TrySetException(exception);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        _applied?.TrySetException(exception);

    // What the load balancer needs: the servers in turn, no sticky sessions, and the Host header passed on.
    private static ClusterConfig Cluster(string id, IEnumerable<AppServer> servers) => new()
    {
        ClusterId = id,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = servers.ToDictionary(server => server.Name, Destination),
    };

    private static RouteConfig Route(string id, string path, string cluster) =>
        new RouteConfig { RouteId = id, ClusterId = cluster, Match = new() { Path = path } }
            .WithTransformUseOriginalHostHeader();

    private static DestinationConfig Destination(AppServer server) => new() { Address = server.Address!.AbsoluteUri };

    private static IReadOnlyList<ClusterConfig> Clusters(IReadOnlyList<AppServer> servers) =>
    [
        Cluster("servers", servers),
        Cluster("without B", servers.Where(server => server.Name != "B")),
    ];
}
