using System.Net;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

/// <summary>Tells whether a connection string lets others on the network read what travels.</summary>
internal static class TransportSecurity
{
    /// <summary>True when a host is on another machine and TLS is not required. <c>Prefer</c> gives TLS up when anybody in between
    /// says that the server has none.</summary>
    public static bool MayBeInClearText(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return settings.SslMode is SslMode.Disable or SslMode.Allow or SslMode.Prefer
            && (settings.Host ?? "").Split(',', StringSplitOptions.TrimEntries).Any(IsElsewhere);
    }

    private static bool IsElsewhere(string host)
    {
        if (host is "" or "localhost" || host[0] is '/' or '@')
        {
            return false; // loopback, or a socket of this machine
        }

        // A host may bring its port along: 10.0.0.1:5432, [::1]:5432.
        return !(IPEndPoint.TryParse(host, out var address) && IPAddress.IsLoopback(address.Address))
            && !host.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase);
    }
}
