using System.Net;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>A response, read whole.</summary>
internal sealed class Page
{
    public required HttpStatusCode Status { get; init; }

    /// <summary>Where the response came from.</summary>
    public required Uri Address { get; init; }

    public Uri? Location { get; init; }

    /// <summary>What the response wants of the browser's cookies; not done yet.</summary>
    public required IReadOnlyList<string> SetCookies { get; init; }

    public required byte[] Body { get; init; }
}
