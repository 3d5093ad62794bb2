using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Writes the answers of the endpoints. It uses no reflection, so it works in trimmed applications.</summary>
internal static class JsonAnswer
{
    /// <summary>Sets the headers of every answer. A shared cache or the back button must not show another user's page.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>Writes problem details (RFC 9457).</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">The problem, in words of the library only.</param>
    /// <param name="members">More members. One without a value is left out.</param>
    public static Task ProblemAsync(HttpContext http, int status, string title, params (string Name, string? Value)[] members) =>
        WriteAsync(http, status, "application/problem+json", writer =>
        {
            writer.WriteString("title", title);
            writer.WriteNumber("status", status);
            foreach (var (name, value) in members.Where(member => member.Value is not null))
            {
                writer.WriteString(name, value);
            }
        });

    /// <summary>Writes an object whose members the caller adds.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string contentType, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
