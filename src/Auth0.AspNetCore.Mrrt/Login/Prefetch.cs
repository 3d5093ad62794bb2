using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Requests that a browser makes in case its user goes there. Nobody wants to sign in yet, and the cookies of a
/// login that nobody sees would push out those of one that somebody does.</summary>
internal static class Prefetch
{
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    public static bool Is(HttpRequest request) => Array.Exists(
        Headers,
        name => request.Headers[name].Any(value =>
            value?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) == true
            || value?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true));
}
