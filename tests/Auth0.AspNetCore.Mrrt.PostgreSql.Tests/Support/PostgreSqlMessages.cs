using System.Buffers.Binary;
using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>Reads messages of PostgreSQL's protocol as bytes: a type, a length that counts itself, a body.</summary>
internal static class PostgreSqlMessages
{
    public const int SslRequest = 80877103;
    public const int GssRequest = 80877104;
    public const int CancelRequest = 80877102;
    public const int Version3 = 196608;

    /// <summary>The next message, whole; none when the other side is gone.</summary>
    public static async Task<byte[]?> ReadAsync(Socket socket)
    {
        var head = new byte[5];
        if (!await FillAsync(socket, head))
        {
            return null;
        }

        var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        head.CopyTo(message, 0);
        return await FillAsync(socket, message.AsMemory(5)) ? message : null;
    }

    /// <summary>The first message of a connection, which has no type; none when the other side is gone.</summary>
    public static async Task<byte[]?> ReadFirstAsync(Socket socket)
    {
        var head = new byte[4];
        if (!await FillAsync(socket, head))
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        head.CopyTo(message, 0);
        return await FillAsync(socket, message.AsMemory(4)) ? message : null;
    }

    /// <summary>The number after the length of a first message, or of a key.</summary>
    public static int Number(byte[] message, int at) => BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(at));

    public static byte[] Key(int process, int secret)
    {
        var message = new byte[13];
        message[0] = (byte)'K';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 12);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(5), process);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(9), secret);
        return message;
    }

    public static byte[] First(int code, ReadOnlySpan<byte> body)
    {
        var message = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), code);
        body.CopyTo(message.AsSpan(8));
        return message;
    }

    private static async Task<bool> FillAsync(Socket socket, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = await socket.ReceiveAsync(buffer);
            if (count == 0)
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }
}
