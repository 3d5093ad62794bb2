using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>Who asks Redis for a turn, as Redis itself reports it (<c>MONITOR</c>).</summary>
internal static class AskedTurns
{
#pragma warning disable CA5350 // Redis calls its scripts so; nobody gains by another with this name
    private static readonly string Take = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Script.Take)));
#pragma warning restore CA5350

    /// <summary>Waits until that many connections have asked for the turn of a session with this prefix. Somebody has it, so each of
    /// them is told to wait.</summary>
    public static async Task UntilAsync(
        IEnumerable<LocalRedis> nodes, string prefix, int connections, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HashSet<string> asked = [];
        await Task.WhenAll(nodes.Select(node => WatchAsync(node.Port, line =>
        {
            lock (asked)
            {
                if (line.Contains($"\"{Take}\" \"1\" \"{prefix}", StringComparison.OrdinalIgnoreCase)
                    && asked.Add(line.Split('[', ']')[1])
                    && asked.Count == connections)
                {
                    enough.Cancel();
                }
            }
        }, enough.Token)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task WatchAsync(int port, Action<string> line, CancellationToken cancellationToken)
    {
        using var redis = new TcpClient();
        try
        {
            await redis.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await redis.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray(), cancellationToken);
            using var lines = new StreamReader(redis.GetStream(), Encoding.Latin1);
            while (await lines.ReadLineAsync(cancellationToken) is { } said)
            {
                line(said);
            }
        }
        catch (OperationCanceledException)
        {
            // It was asked often enough, or the caller has left.
        }
    }
}
