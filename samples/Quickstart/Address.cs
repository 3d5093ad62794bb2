using System.Net;
using System.Net.Sockets;

namespace Quickstart;

/// <summary>Where the sample listens: <c>--urls</c> when given, else a port that is free.</summary>
internal static class Address
{
    private const int UsualPort = 5080;

    public static string Choose(IConfiguration configuration, bool check)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } configured)
        {
            return configured;
        }

        if (!check && IsFree(UsualPort))
        {
            return On(UsualPort);
        }

        var address = On(FreePort());
        if (!check)
        {
            Console.WriteLine($"Port {UsualPort} is taken; using {address} instead.");
        }

        return address;
    }

    // The name, not 127.0.0.1: the local tenant is there, and a browser keeps one cookie jar per host, not per port.
    private static string On(int port) => $"http://localhost:{port}";

    private static bool IsFree(int port)
    {
        try
        {
            using var v4 = new TcpListener(IPAddress.Loopback, port);
            v4.Start();
            if (Socket.OSSupportsIPv6)
            {
                using var v6 = new TcpListener(IPAddress.IPv6Loopback, port);
                v6.Start();
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
