using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Cookies that browsers accept from one host only, for all its paths, over https (RFC 6265bis, section 4.1.3.2).
/// Another host under the same domain cannot set or overwrite them.</summary>
internal static class HostCookie
{
    public const string Prefix = "__Host-";

    public static bool IsPossible(CookieBuilder cookie) =>
        string.IsNullOrEmpty(cookie.Domain)
        && cookie.Path is null or "/"
        && cookie.SecurePolicy == CookieSecurePolicy.Always;

    /// <summary>Says why browsers would drop the cookie silently. Null when they accept it.</summary>
    public static string? Problem(CookieBuilder cookie) =>
        cookie.Name?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true
        && !(IsPossible(cookie) && cookie.Path == "/")
            ? $"is named '{cookie.Name}', and browsers take such a cookie only with the path '/', always Secure and without a "
                + "domain: give it another name or leave these alone."
            : null;
}
