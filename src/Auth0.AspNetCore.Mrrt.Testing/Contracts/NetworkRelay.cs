using System.Net;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>The network between a server and its backend, on this machine: it passes bytes on until a test breaks it, and counts
/// them. Give the server <see cref="Port"/> on 127.0.0.1 in place of the backend's.</summary>
public sealed class NetworkRelay : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RelayedConnection> _connections = [];
    private readonly RelayTraffic _traffic = new();
    private TcpListener _listener;
    private volatile int _target;
    private volatile TaskCompletionSource? _frozen;
    private volatile TaskCompletionSource? _frozenAnswers;
    private bool _isCutOff;

    /// <summary>Opens a port that leads to another one.</summary>
    /// <param name="port">The backend's port on 127.0.0.1.</param>
    public NetworkRelay(int port)
    {
        _target = port;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>The port on 127.0.0.1 that the server connects to. It stays the same.</summary>
    public int Port { get; }

    /// <summary>How often a client has asked and had to wait: bytes from it that follow bytes from the backend, or that begin a
    /// connection. What is sent without waiting counts once.</summary>
    public long RoundTrips => _traffic.RoundTrips;

    /// <summary>How many bytes went to the backend.</summary>
    public long BytesOut => _traffic.BytesOut;

    /// <summary>How many bytes came from the backend.</summary>
    public long BytesIn => _traffic.BytesIn;

    /// <summary>Counts from zero again.</summary>
    public void Reset() => _traffic.Reset();

    /// <summary>Breaks every connection. New ones are let through.</summary>
    public void Break()
    {
        RelayedConnection[] connections;
        lock (_gate)
        {
            connections = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in connections)
        {
            connection.Break();
        }
    }

    /// <summary>Breaks every connection, and refuses new ones.</summary>
    public void CutOff()
    {
        lock (_gate)
        {
            _isCutOff = true;
        }

        _listener.Stop();
        Break();
    }

    /// <summary>Lets connections through again.</summary>
    public void Reconnect()
    {
        lock (_gate)
        {
            _isCutOff = false;
        }

        _listener = Listen(Port);
    }

    /// <summary>Leads new connections to another backend. Those that are open stay.</summary>
    /// <param name="port">Its port on 127.0.0.1.</param>
    public void LeadTo(int port) => _target = port;

    /// <summary>Keeps every byte back, and every connection open.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps back what the backend answers. What it is asked reaches it: it does that, and nobody hears of it.</summary>
    public void FreezeAnswers() =>
        _frozenAnswers ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes on what was kept back.</summary>
    public void Thaw()
    {
        Interlocked.Exchange(ref _frozen, null)?.SetResult();
        Interlocked.Exchange(ref _frozenAnswers, null)?.SetResult();
    }

    /// <summary>Breaks every connection, and closes the port.</summary>
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
                _ = PassAsync(await listener.AcceptSocketAsync().ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut off.
        }
    }

    private async Task UntilThawedAsync(bool isAnswer)
    {
        await (_frozen?.Task ?? Task.CompletedTask).ConfigureAwait(false);
        await (isAnswer && _frozenAnswers is { } answers ? answers.Task : Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task PassAsync(Socket client)
    {
        using var connection = new RelayedConnection(client, _traffic, UntilThawedAsync);
        lock (_gate)
        {
            if (_isCutOff)
            {
                return; // accepted just before
            }

            _connections.Add(connection);
        }

        await connection.RunAsync(_target).ConfigureAwait(false);
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }
}
