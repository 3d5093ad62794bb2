using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>
/// A pooler in transaction mode, as small as it can be: each transaction of a client goes to the connection that has
/// been idle for longest, so two in a row never share one, and whatever a session would remember is lost.
/// </summary>
internal sealed class TransactionPooler : IDisposable
{
    private const int Connections = 8;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<PooledConnection> _idle = Channel.CreateUnbounded<PooledConnection>();
    private readonly ConcurrentDictionary<int, PooledConnection> _serving = new();
    private readonly ConcurrentBag<IDisposable> _sockets = [];
    private readonly int _database;
    private readonly string _name;
    private int _clients;

    private TransactionPooler(int database, string name)
    {
        _database = database;
        _name = name;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many transactions were passed on.</summary>
    public int Transactions { get; private set; }

    public static async Task<TransactionPooler> StartAsync(LocalPostgreSql database, string name)
    {
        var pooler = new TransactionPooler(database.Port, name);
        for (var i = 0; i < Connections; i++)
        {
            await pooler.AddConnectionAsync();
        }

        pooler._listener.Start();
        _ = pooler.AcceptAsync();
        return pooler;
    }

    public void Dispose()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AddConnectionAsync()
    {
        var connection = await PooledConnection.OpenAsync(_database, _name);
        _sockets.Add(connection);
        await _idle.Writer.WriteAsync(connection);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                _sockets.Add(client);
                _ = ServeAsync(client, Interlocked.Increment(ref _clients));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // stopped
        }
    }

    private async Task ServeAsync(Socket client, int number)
    {
        try
        {
            client.NoDelay = true;
            if (await GreetAsync(client, number))
            {
                var next = PostgreSqlMessages.ReadAsync(client);
                while (await next is { } message && message[0] != 'X')
                {
                    next = await TransactAsync(client, number, message);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // either side is gone
        }

        client.Dispose();
    }

    private async Task<bool> GreetAsync(Socket client, int number)
    {
        while (await PostgreSqlMessages.ReadFirstAsync(client) is { } first)
        {
            switch (PostgreSqlMessages.Number(first, 4))
            {
                case PostgreSqlMessages.SslRequest or PostgreSqlMessages.GssRequest:
                    await client.SendAsync("N"u8.ToArray());
                    break;
                case PostgreSqlMessages.CancelRequest:
                    await CancelAsync(PostgreSqlMessages.Number(first, 8));
                    return false;
                default:
                    var any = await _idle.Reader.ReadAsync();
                    await client.SendAsync(any.Greeting);
                    await client.SendAsync(PostgreSqlMessages.Key(number, secret: 0));
                    await client.SendAsync(new byte[] { (byte)'Z', 0, 0, 0, 5, (byte)'I' });
                    await _idle.Writer.WriteAsync(any);
                    return true;
            }
        }

        return false;
    }

    private async Task CancelAsync(int number)
    {
        if (_serving.TryGetValue(number, out var connection))
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, _database);
            await socket.SendAsync(PostgreSqlMessages.First(PostgreSqlMessages.CancelRequest, connection.Key.AsSpan(5)));
            await socket.ReceiveAsync(new byte[1]);
        }
    }

    /// <summary>Passes messages on until the database is idle and has answered everything.</summary>
    /// <returns>What the client says next.</returns>
    private async Task<Task<byte[]?>> TransactAsync(Socket client, int number, byte[] first)
    {
        var connection = await _idle.Reader.ReadAsync();
        _serving[number] = connection;
        Transactions++;
        var transaction = new PooledTransaction(client, connection.Socket);
        var whole = false;
        try
        {
            whole = await transaction.RunAsync(first);
            return whole ? transaction.Next : Task.FromResult<byte[]?>(null);
        }
        finally
        {
            _serving.TryRemove(number, out _);
            if (whole)
            {
                await _idle.Writer.WriteAsync(connection);
            }
            else
            {
                connection.Dispose(); // in the middle of a transaction: the database rolls it back
                await AddConnectionAsync();
            }
        }
    }
}
