using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The whole path of an endpoint.</summary>
internal static class EndpointPath
{
    /// <summary>The paths of the endpoints that are on.</summary>
    public static IEnumerable<string> Of(Auth0EndpointsOptions options) =>
        new[] { options.LoginPath, options.LogoutPath, options.ProfilePath, AccessToken(options) }
            .Select(path => Of(options, path)).OfType<string>();

    /// <summary>The path of the endpoint for access tokens. Without audiences the endpoint is off.</summary>
    public static PathString AccessToken(Auth0EndpointsOptions options) =>
        options.BrowserAccessTokens.Count > 0 ? options.AccessTokenPath : default;

    /// <summary>Null when the endpoint is off.</summary>
    public static string? Of(Auth0EndpointsOptions options, PathString path) =>
        path.HasValue ? options.Prefix.Add(path).Value : null;

    /// <summary>False for a path that routing would read as a pattern, or that a browser would write in another way.</summary>
    public static bool IsPlain(string path) =>
        path.Split('/') is ["", _, ..] and var segments
        && segments.Skip(1).All(segment => segment is not ("" or "." or "..")
            && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~'));
}
