using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Names sessions.</summary>
internal static class SessionIdentity
{
    private const int Bytes = 16;

    /// <summary>A name for a new session that nobody can guess.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Names a session that begins, unless its login has done so.</summary>
    public static void Mark(IDictionary<string, string?> items)
    {
        if (!items.TryGetValue(TicketItems.SessionId, out var mark) || string.IsNullOrEmpty(mark))
        {
            items[TicketItems.SessionId] = Create();
        }
    }

    /// <summary>
    /// A name for a session that somebody else began. Every request with the same cookie derives the same one, so
    /// that concurrent first uses agree; it says nothing about the token it is made of.
    /// </summary>
    /// <returns>The name; none for a session without tokens, which has nothing to share.</returns>
    public static string? Derive(IDictionary<string, string?> items)
    {
        ReadOnlySpan<string> sources = [TicketItems.RefreshToken, TicketItems.IdToken, TicketItems.AccessToken];
        foreach (var source in sources)
        {
            if (items.TryGetValue(source, out var value) && !string.IsNullOrEmpty(value))
            {
                var hash = SHA256.HashData(Encoding.UTF8.GetBytes("Auth0.AspNetCore.Mrrt session\n" + value));
                return Base64Url.EncodeToString(hash.AsSpan(0, Bytes));
            }
        }

        return null;
    }
}
