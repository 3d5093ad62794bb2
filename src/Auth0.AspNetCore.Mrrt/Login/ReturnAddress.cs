using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Where a user may be sent after a login: into this application and nowhere else (RFC 9700, section
/// 4.11.1).</summary>
internal static class ReturnAddress
{
    private static readonly Uri Here = new("https://application.invalid/");

    public static string LocalOrRoot(string? address) => IsLocal(address) ? address : "/";

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
}
