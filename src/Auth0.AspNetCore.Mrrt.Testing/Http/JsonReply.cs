using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>Writes JSON answers.</summary>
internal static class JsonReply
{
    /// <summary>Writes an answer that nobody may store: it may hold tokens (RFC 6749, 5.1).</summary>
    public static Task WriteAsync(HttpResponse response, int status, JsonObject body)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return WriteCacheableAsync(response, status, body);
    }

    public static Task WriteCacheableAsync(HttpResponse response, int status, JsonObject body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body.ToJsonString());
    }
}
