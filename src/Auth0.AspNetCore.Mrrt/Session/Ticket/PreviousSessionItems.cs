using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>
/// What the items of a sign-in carry over from another session. An application may begin a login with the properties of a
/// session. A remote handler of the framework's gives them back, with its own scheme and perhaps its own tokens. With the
/// earlier session's name and tokens left in, the new user would go on in the session of the one before.
/// </summary>
internal static class PreviousSessionItems
{
    /// <summary>Notes, beside a session's name, by which scheme and for which tokens it was given.</summary>
    public static void Note(IDictionary<string, string?> items)
    {
        if (items is SessionItems { Tokens: not null } || !SessionIdentity.IsMarked(items))
        {
            return;
        }

        items[TicketItems.OriginScheme] = SchemeOf(items);
        if (SessionIdentity.Derive(items) is { } madeOf)
        {
            items[TicketItems.OriginToken] = madeOf;
        }
        else
        {
            items.Remove(TicketItems.OriginToken);
        }
    }

    /// <summary>True when the items hold the token that their session was named for: nobody has put another in its place.</summary>
    public static bool IsUntouched(IDictionary<string, string?> items) =>
        items is SessionItems { Tokens: not null }
        || (items.TryGetValue(TicketItems.OriginToken, out var madeOf) && madeOf is not null && madeOf == SessionIdentity.Derive(items));

    /// <summary>Takes out what another session has left.</summary>
    /// <param name="items">The items of a sign-in.</param>
    /// <param name="previous">The session that the request belongs to.</param>
    /// <param name="mayChangeTokens">Whether tokens other than those noted are the application's doing: they are where the
    /// login leaves nothing of what it began with (<c>ISessionLogin</c>).</param>
    public static void Drop(IDictionary<string, string?> items, SessionTokens? previous, bool mayChangeTokens)
    {
        if (items is SessionItems { Tokens: not null })
        {
            return; // as the session holds them
        }

        var seen = new Dictionary<string, string?>(items, StringComparer.Ordinal);
        if (!SessionIdentity.IsMarked(seen))
        {
            if (SessionIdentity.Derive(seen) != previous?.SessionId)
            {
                // of a session that this library has not named
                items.Remove(TicketItems.AccessTokens);
                items.Remove(TicketItems.TokenSections);
                items.Remove(TicketItems.TicketSections);
            }

            return;
        }

        var otherLogin = seen.TryGetValue(TicketItems.OriginScheme, out var madeBy) && madeBy != SchemeOf(seen);
        var otherTokens = seen.GetValueOrDefault(TicketItems.OriginToken) != SessionIdentity.Derive(seen);
        if (!otherLogin && (!otherTokens || mayChangeTokens))
        {
            return;
        }

        if (!otherTokens)
        {
            seen.Remove(TicketItems.TokenNames); // the login keeps no tokens: all that are there are the other session's
            items.Remove(TicketItems.TokenNames);
        }

        string[] own = [.. (seen.GetValueOrDefault(TicketItems.TokenNames) ?? "").Split(';').Select(name => TicketItems.TokenPrefix + name)];
        foreach (var name in seen.Keys)
        {
            if (name.StartsWith(TicketItems.Prefix, StringComparison.Ordinal)
                || (name.StartsWith(TicketItems.TokenPrefix, StringComparison.Ordinal) && !own.Contains(name)))
            {
                items.Remove(name);
            }
        }
    }

    private static string SchemeOf(IDictionary<string, string?> items) =>
        items.TryGetValue(TicketItems.Scheme, out var scheme) ? scheme ?? "" : "";
}
