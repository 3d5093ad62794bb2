using System.Buffers.Text;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Names sessions.</summary>
internal static class SessionIdentity
{
    private const int Bytes = 16;

    /// <summary>A name for a new session that nobody can guess.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Names a session that begins, unless its login has done so.</summary>
    public static void Mark(IDictionary<string, string?> items)
    {
        if (!IsMarked(items))
        {
            Name(items, Create());
        }
    }

    /// <summary>Gives the items' session a name.</summary>
    public static void Name(IDictionary<string, string?> items, string sessionId)
    {
        items[TicketItems.SessionId] = sessionId;
        PreviousSessionItems.Note(items);
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
                return Derive(value);
            }
        }

        return null;
    }

    /// <summary>Derives the name from tokens that are in no ticket yet.</summary>
    public static string? Derive(SessionTokens tokens) =>
        First(tokens.RefreshToken, tokens.IdToken, tokens.Primary?.AccessToken) is { } token ? Derive(token) : null;

    /// <summary>Whether the items hold the name of a session.</summary>
    public static bool IsMarked(IDictionary<string, string?> items) =>
        items.TryGetValue(TicketItems.SessionId, out var mark) && !string.IsNullOrEmpty(mark);

    private static string Derive(string token) => ShortHash.Of("Auth0.AspNetCore.Mrrt session\n" + token, Bytes);

    private static string? First(params ReadOnlySpan<string?> tokens)
    {
        foreach (var token in tokens)
        {
            if (!string.IsNullOrEmpty(token))
            {
                return token;
            }
        }

        return null;
    }
}
