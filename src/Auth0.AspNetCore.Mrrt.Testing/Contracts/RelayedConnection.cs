using System.Net;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>One connection through a relay.</summary>
/// <param name="client">The client's end.</param>
/// <param name="traffic">Counts what passes.</param>
/// <param name="untilThawed">Waits while questions (false) or answers (true) are kept back.</param>
internal sealed class RelayedConnection(Socket client, RelayTraffic traffic, Func<bool, Task> untilThawed) : IDisposable
{
    private readonly Socket _backend = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>The client has asked, and the backend has not answered yet.</summary>
    private volatile bool _asked;

    public async Task RunAsync(int port)
    {
        try
        {
            client.NoDelay = _backend.NoDelay = true;
            await _backend.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            await Task.WhenAny(CopyAsync(client, _backend, Out, isAnswer: false), CopyAsync(_backend, client, In, isAnswer: true))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The backend is down, or the test broke the connection.
        }
    }

    /// <summary>Ends it without a goodbye.</summary>
    public void Break()
    {
        client.Close(timeout: 0);
        _backend.Close(timeout: 0);
    }

    public void Dispose()
    {
        client.Dispose();
        _backend.Dispose();
    }

    private void Out(int bytes)
    {
        traffic.CountOut(bytes, begins: !_asked);
        _asked = true;
    }

    private void In(int bytes)
    {
        _asked = false;
        traffic.CountIn(bytes);
    }

    private async Task CopyAsync(Socket from, Socket to, Action<int> count, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int bytes;
            while ((bytes = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                await untilThawed(isAnswer).ConfigureAwait(false);
                count(bytes);
                await to.SendAsync(buffer.AsMemory(0, bytes)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side is gone.
        }
    }
}
