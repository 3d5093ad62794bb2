using System.Net;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>The network between a server and its database: passes bytes on until the test breaks it.</summary>
internal sealed class Relay : IDisposable
{
    private volatile int _target;
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private TcpListener _listener;
    private volatile TaskCompletionSource? _frozen;

    public Relay(int target)
    {
        _target = target;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Ends every connection; new ones are let through.</summary>
    public void Break()
    {
        Socket[] sockets;
        lock (_gate)
        {
            sockets = [.. _sockets];
            _sockets.Clear();
        }

        foreach (var socket in sockets)
        {
            socket.Close(timeout: 0); // no goodbye
        }
    }

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void CutOff()
    {
        _listener.Stop();
        Break();
    }

    public void Reconnect() => _listener = Listen(Port);

    /// <summary>From now on connections lead to another database.</summary>
    public void LeadTo(int target) => _target = target;

    /// <summary>Keeps every byte back, and every connection open.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.SetResult();

    public void Dispose()
    {
        CutOff();
        Thaw();
    }

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // cut off
        }
    }

    private async Task PassAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_gate)
        {
            _sockets.AddRange([near, far]);
        }

        try
        {
            near.NoDelay = far.NoDelay = true;
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the database is down, or the test broke the connection
        }

        near.Dispose();
        far.Dispose();
        lock (_gate)
        {
            _sockets.Remove(near);
            _sockets.Remove(far);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                if (_frozen is { } frozen)
                {
                    await frozen.Task;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // either side is gone
        }
    }
}
