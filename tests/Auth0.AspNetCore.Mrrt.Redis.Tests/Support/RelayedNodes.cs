using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using StackExchange.Redis.Configuration;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>Leads a client to each node of a cluster through a relay: the nodes themselves tell it where they are.</summary>
internal sealed class RelayedNodes(IReadOnlyDictionary<int, NetworkRelay> relays) : Tunnel
{
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) =>
        ValueTask.FromResult<EndPoint?>(new IPEndPoint(IPAddress.Loopback, relays[((IPEndPoint)endpoint).Port].Port));
}
