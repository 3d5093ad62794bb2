namespace Auth0.AspNetCore.Mrrt;

/// <summary>How a session is written into its cookie or its store. Both formats are read, whichever is written, so that a
/// change of it signs nobody out.</summary>
public enum TicketFormat
{
    /// <summary>The library's own: signed tokens as bytes, times as numbers, no text twice. An additional token makes the
    /// cookie a third shorter than in the framework's format, and a request reads it faster.</summary>
    Compact,

    /// <summary>The framework's (<c>Microsoft.AspNetCore.Authentication.TicketSerializer</c>): for a cookie that another
    /// application shares, and while servers with and without this library serve the same users.</summary>
    Framework,
}
