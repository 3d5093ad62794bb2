namespace Auth0.AspNetCore.Mrrt;

/// <summary>How a session is written into its cookie, or into a store of the library's. This library reads both formats,
/// whichever it writes, so that a change of it signs nobody out there.</summary>
public enum TicketFormat
{
    /// <summary>The library's own: signed tokens as bytes, times as numbers, no text twice. An additional token adds
    /// little more than half of what it adds in the framework's format, and a request reads it faster. Who reads the cookie
    /// without this library takes it for none: the user is signed out there.</summary>
    Compact,

    /// <summary>The framework's (<c>Microsoft.AspNetCore.Authentication.TicketSerializer</c>): for a cookie that another
    /// application shares, and while servers with and without this library serve the same users.</summary>
    Framework,
}
