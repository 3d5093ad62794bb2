using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>The ticket of a sign-in within a session, as the session's record brings it to requests with an older
/// ticket.</summary>
internal static class SignInTicket
{
    /// <summary>A larger ticket is not put into the record. Requests with an older ticket then keep theirs, and write
    /// nothing.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Gives the bytes of a ticket without its tokens. Empty when there are too many.</summary>
    public static ReadOnlyMemory<byte> Write(ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        var others = new Dictionary<string, string?>(properties.Items, StringComparer.Ordinal);
        TicketItems.RemoveTokens(others);
        others.Remove(TicketItems.TokenNames);
        var bytes = TicketPayload.Write(new AuthenticationTicket(principal, new AuthenticationProperties(others), scheme));
        return bytes.Length <= MaxBytes ? bytes : default;
    }

    /// <summary>Gives the ticket of a newer sign-in with the newest tokens. Null when the ticket at hand is of the last
    /// sign-in, or when the record does not bring the newer one.</summary>
    /// <param name="newest">The newest generation of the session.</param>
    /// <param name="known">The generation of the last sign-in that the ticket at hand knows of.</param>
    /// <param name="scheme">The cookie scheme.</param>
    public static AuthenticationTicket? Newer(SessionTokens newest, long known, string scheme)
    {
        if (newest.SignIn is not { Ticket.IsEmpty: false } signIn || signIn.Generation <= known
            || Read(signIn.Ticket) is not { } ticket || ticket.AuthenticationScheme != scheme)
        {
            return null;
        }

        var items = new SessionItems(ticket.Properties.Items);
        items.Renew(newest);
        return new AuthenticationTicket(ticket.Principal, new AuthenticationProperties(items), scheme);
    }

    /// <summary>When the session of the last sign-in ends. Null when the record does not tell.</summary>
    public static DateTimeOffset? EndOf(SessionTokens newest) =>
        !newest.SignIn.Ticket.IsEmpty && Read(newest.SignIn.Ticket) is { } ticket
            ? SessionCeiling.End(ticket.Properties, ticket.Properties.ExpiresUtc)
            : null;

    /// <summary>Gives tokens for a ticket. A ticket of an older sign-in keeps its mark: with the newer one it would look like the
    /// ticket of that sign-in.</summary>
    public static SessionTokens Mark(AuthenticationTicket ticket, SessionTokens tokens) =>
        TicketTokens.Read(ticket.Properties.Items).SignIn is var mark && mark.Generation < tokens.SignIn.Generation
            ? tokens.With(mark)
            : tokens;

    private static AuthenticationTicket? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return TicketPayload.Read(bytes.ToArray());
        }
        catch (FormatException)
        {
            return null; // of another version of the library
        }
    }
}
