using System.Text;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>Names a server process in the tenant's log, by way of the header that names a client library.</summary>
internal sealed record NodeIdentity(int Node, int Life)
{
    public const string HeaderName = "Auth0-Client";

    public string ToHeader() => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this)));

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
