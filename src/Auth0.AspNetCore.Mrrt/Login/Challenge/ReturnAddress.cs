using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Where a user may be sent after a login: into this application and nowhere else (RFC 9700, section
/// 4.11.1).</summary>
internal static class ReturnAddress
{
    /// <summary>It travels in the state, and a state that is longer than the line a server reads (8 KB in Kestrel) would
    /// keep its user from ever coming back.</summary>
    private const int Longest = 4096;

    private static readonly Uri Here = new("https://application.invalid/");

    /// <summary>Gives the address that a login returns to: the one the application names, else the page that the user
    /// wanted. A form that was posted cannot be opened again, so its user returns to the page that holds the form.</summary>
    public static string Of(HttpRequest request, string? named, PathString path)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return LocalOrRoot(named);
        }

        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? LocalOrRoot(path + request.QueryString)
            : LocalOrRoot(SameOriginReferer(request));
    }

    public static string LocalOrRoot(string? address) =>
        IsLocal(address) && AsHeader(address) is { Length: <= Longest } written ? written : "/";

    public static bool IsLocal([NotNullWhen(true)] string? address)
    {
        if (string.IsNullOrEmpty(address)
            || address[0] != '/'
            || address.AsSpan().ContainsAnyInRange('\0', '\x1f')
            || address.Contains('\\', StringComparison.Ordinal)
            || address.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        // As a browser resolves it: dot segments may leave two slashes in front.
        return Uri.TryCreate(Here, address, out var resolved)
            && resolved.Host == Here.Host
            && !resolved.AbsolutePath.StartsWith("//", StringComparison.Ordinal);
    }

    private static string? SameOriginReferer(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var referer)
        && string.Equals(referer.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(referer.Authority, request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase)
            ? referer.PathAndQuery
            : null;

    /// <summary>The same address in letters that a header can hold, as a browser would write it: a server throws on others,
    /// or cuts them down to eight bits, and of some a slash is left.</summary>
    private static string AsHeader(string address)
    {
        if (!address.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return address;
        }

        var written = new StringBuilder(address.Length);
        foreach (var letter in address.EnumerateRunes())
        {
            _ = letter.Value is >= ' ' and <= '~'
                ? written.Append((char)letter.Value)
                : written.Append(Uri.EscapeDataString(letter.ToString()));
        }

        return written.ToString();
    }
}
