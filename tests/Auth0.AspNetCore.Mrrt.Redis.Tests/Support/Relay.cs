using System.Net;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>The network between a server and Redis: passes bytes on, counts them, and breaks when the test says so.</summary>
internal sealed class Relay : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private TcpListener _listener;
    private volatile int _target;
    private volatile TaskCompletionSource? _noAnswers;
    private bool _askedLast;

    public Relay(int target)
    {
        _target = target;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>How often something was asked after something was answered.</summary>
    public int RoundTrips { get; private set; }

    public int BytesOut { get; private set; }

    public int BytesIn { get; private set; }

    public void Reset()
    {
        lock (_gate)
        {
            (RoundTrips, BytesOut, BytesIn, _askedLast) = (0, 0, 0, false);
        }
    }

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

    /// <summary>From now on connections lead to another server.</summary>
    public void LeadTo(int target) => _target = target;

    /// <summary>What is asked arrives, and the answers are kept back.</summary>
    public void HoldAnswers() => _noAnswers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void PassAnswers() => Interlocked.Exchange(ref _noAnswers, null)?.SetResult();

    public void Dispose()
    {
        CutOff();
        PassAnswers();
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
            await Task.WhenAny(CopyAsync(near, far, asks: true), CopyAsync(far, near, asks: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Redis is down, or the test broke the connection
        }

        near.Dispose();
        far.Dispose();
        lock (_gate)
        {
            _sockets.Remove(near);
            _sockets.Remove(far);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool asks)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                Count(count, asks);
                if (!asks && _noAnswers is { } held)
                {
                    await held.Task;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // either side is gone
        }
    }

    private void Count(int bytes, bool asks)
    {
        lock (_gate)
        {
            RoundTrips += asks && !_askedLast ? 1 : 0;
            BytesOut += asks ? bytes : 0;
            BytesIn += asks ? 0 : bytes;
            _askedLast = asks;
        }
    }
}
