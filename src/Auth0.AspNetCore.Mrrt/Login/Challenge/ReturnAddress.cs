using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>The address of a user after a login. It is always in this application (RFC 9700, section 4.11.1).</summary>
internal static class ReturnAddress
{
    /// <summary>The address travels in the state. A server reads lines of limited length (8 KB in Kestrel), and could not
    /// read the callback with a longer state.</summary>
    private const int Longest = 4096;

    private static readonly Uri Here = new("https://application.invalid/");

    /// <summary>Gives the address that a login returns to: the application's choice, or the page that the user wanted. A
    /// posted form cannot be opened again. Its user returns to the page with the form.</summary>
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

    /// <summary>The address in letters that a header can hold, as a browser writes it. A server throws on other letters, or
    /// cuts them to eight bits: some then become a slash.</summary>
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
