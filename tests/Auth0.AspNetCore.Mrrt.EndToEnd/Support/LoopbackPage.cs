using System.Net;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Where a browser ended, and how it got there.</summary>
internal sealed class LoopbackPage(IReadOnlyList<Uri> visited, string? lastLocation, HttpStatusCode status, byte[] body)
{
    /// <summary>Every address, the last one included.</summary>
    public IReadOnlyList<Uri> Visited => visited;

    public Uri Address => visited[^1];

    /// <summary>What the last redirect said, letter by letter.</summary>
    public string? LastLocation => lastLocation;

    public HttpStatusCode Status => status;

    public T Read<T>() => status == HttpStatusCode.OK
        ? JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web)!
        : throw new InvalidOperationException($"{Address.AbsolutePath} answered {(int)status}.");
}
