using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>A pooler's connection to the database, and how it greeted.</summary>
internal sealed class PooledConnection : IDisposable
{
    private PooledConnection(Socket socket, byte[] greeting, byte[] key)
    {
        Socket = socket;
        Greeting = greeting;
        Key = key;
    }

    public Socket Socket { get; }

    /// <summary>What a client must hear about the server before its first question, but for the key.</summary>
    public byte[] Greeting { get; }

    /// <summary>Names the connection to who wants a statement cancelled.</summary>
    public byte[] Key { get; }

    public static async Task<PooledConnection> OpenAsync(int port, string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(PostgreSqlMessages.First(
            PostgreSqlMessages.Version3,
            Encoding.ASCII.GetBytes($"user\0auth0\0database\0postgres\0application_name\0{name}\0client_encoding\0UTF8\0\0")));
        using var greeting = new MemoryStream();
        byte[] key = [];
        while (await PostgreSqlMessages.ReadAsync(socket) is { } message && message[0] != 'Z')
        {
            if (message[0] == 'K')
            {
                key = message;
            }
            else
            {
                greeting.Write(message);
            }
        }

        return new PooledConnection(socket, greeting.ToArray(), key);
    }

    public void Dispose() => Socket.Dispose();
}
