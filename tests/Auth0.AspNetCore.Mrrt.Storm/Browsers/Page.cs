using System.Net;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>A response, read whole.</summary>
internal sealed class Page
{
    /// <summary>The second cookie's name is another one.</summary>
    private const string SessionCookie = "__Host-Auth0.Cookies";

    public required HttpStatusCode Status { get; init; }

    /// <summary>Where the response came from.</summary>
    public required Uri Address { get; init; }

    public Uri? Location { get; init; }

    /// <summary>What the response wants of the browser's cookies; not done yet.</summary>
    public required IReadOnlyList<string> SetCookies { get; init; }

    /// <summary>Whether the response writes the session cookie, or removes it.</summary>
    public bool WritesSession =>
        SetCookies.Any(cookie => cookie.StartsWith(SessionCookie, StringComparison.Ordinal));

    public required byte[] Body { get; init; }
}
