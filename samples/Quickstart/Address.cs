using System.Net;
using System.Net.Sockets;

namespace Quickstart;

/// <summary>Where the sample listens: at <c>--urls</c> when given, else at the usual port or, if taken, at a free port.</summary>
internal static class Address
{
    public static string Choose(IConfiguration configuration, int usualPort, bool check)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } configured)
        {
            return configured;
        }

        if (!check && IsFree(usualPort))
        {
            return On(usualPort);
        }

        var address = On(FreePort());
        if (!check)
        {
            Console.WriteLine($"Port {usualPort} is taken; using {address} instead.");
        }

        return address;
    }

    /// <summary>What the program says before it does anything slow.</summary>
    /// <param name="address">Where the sample will listen.</param>
    /// <param name="what">What starts, for a check: nobody opens an address then.</param>
    public static string FirstLine(string address, string? what) =>
        what is not null ? $"Starting {what}."
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
