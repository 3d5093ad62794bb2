using System.Net;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>The network between a site and what its servers share: passes bytes on, and counts how often the site waits.</summary>
internal sealed class CountingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private long _roundTrips;

    public CountingRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often somebody has asked and had to wait. What is sent without waiting for an answer counts once.</summary>
    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody measures any more.
        }
    }

    private async Task PassAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var client = near;
        client.NoDelay = far.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, _target);
        var isWaiting = false;
        void Asked()
        {
            if (!isWaiting)
            {
                isWaiting = true;
                Interlocked.Increment(ref _roundTrips);
            }
        }

        await Task.WhenAny(CopyAsync(client, far, Asked), CopyAsync(far, client, () => isWaiting = false));
    }

    private static async Task CopyAsync(Socket from, Socket to, Action count)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                count();
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side is gone.
        }
    }
}
