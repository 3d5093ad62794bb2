using System.Text;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>Names a server process in the tenant's log, by way of the header that names a client library.</summary>
internal sealed record NodeIdentity(int Node, int Life)
{
    public const string HeaderName = "Auth0-Client";

    public string ToHeader() => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this)));

    /// <summary>Reads the header as it was sent.</summary>
    public static NodeIdentity? FromHeader(string? header) =>
        FromTelemetry(header is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(header)));

    /// <summary>Reads what the header says inside.</summary>
    public static NodeIdentity? FromTelemetry(string? telemetry)
    {
        try
        {
            return telemetry is null ? null : JsonSerializer.Deserialize<NodeIdentity>(telemetry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
