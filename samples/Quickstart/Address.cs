using System.Net;
using System.Net.Sockets;

namespace Quickstart;

/// <summary>Where the sample listens: at <c>--urls</c> when given, else at port 5080 or, if taken, at a free port.</summary>
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

    /// <summary>What the program says before it does anything slow.</summary>
    public static string FirstLine(string address, bool check) =>
        check ? "Starting the application, a local tenant and three APIs."
        : address.EndsWith(":0", StringComparison.Ordinal) ? "Starting. The address to open follows."
        : $"Starting. In a few seconds, open {address} in a browser.";

    // The name, not 127.0.0.1: the local tenant has that host, and a browser shares cookies between the ports of a host.
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
