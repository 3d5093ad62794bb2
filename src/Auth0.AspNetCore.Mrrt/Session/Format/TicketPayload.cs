using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>A ticket as bytes: its tokens as bytes, its times as numbers, no text twice.</summary>
internal static class TicketPayload
{
    /// <summary>Begins no payload of the framework's, which begins with a small number.</summary>
    private const byte Mark = 0xA0;

    private const byte Version = 1;

    private const string Issued = ".issued";
    private const string Expires = ".expires";

    /// <summary>Whether the payload is one of these, of whatever version.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    public static byte[] Write(AuthenticationTicket ticket)
    {
        var writer = new PayloadWriter();
        writer.Byte(Mark);
        writer.Byte(Version);
        writer.Text(ticket.AuthenticationScheme);
        PrincipalPayload.Write(writer, ticket.Principal);
        var (others, tokens) = Split(ticket.Properties.Items);
        WriteTime(writer, others, Issued);
        WriteTime(writer, others, Expires);
        writer.Number(others.Count);
        foreach (var (name, value) in others)
        {
            writer.Text(name);
            new TokenTexts().Write(writer, value); // each with its own header: they are unpacked at once
        }

        writer.Byte(tokens is null ? (byte)0 : (byte)1);
        if (tokens is not null)
        {
            TokensPayload.Write(writer, new TokenTexts(), tokens);
            if (tokens.SignIn.Count > 0)
            {
                TokensPayload.Write(writer, tokens.SignIn);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Gives the ticket back.</summary>
    /// <exception cref="FormatException">It is not one of these.</exception>
    public static AuthenticationTicket Read(byte[] payload)
    {
        var reader = new PayloadReader(payload);
        if (reader.Byte() != Mark || reader.Byte() != Version)
        {
            throw new FormatException("The payload is of another version.");
        }

        var scheme = reader.RequiredText();
        var principal = PrincipalPayload.Read(reader);
        var (issued, expires) = (reader.Number(), reader.Number());
        var left = reader.Count();
        var others = new Dictionary<string, string?>(Math.Min(left, 16) + 2, StringComparer.Ordinal);
        KeepTime(issued, others, Issued);
        KeepTime(expires, others, Expires);
        for (; left > 0; left--)
        {
            others[reader.RequiredText()] = TokenTexts.ReadAlone(reader);
        }

        var items = reader.Byte() == 0
            ? new SessionItems(others)
            : new SessionItems(others, ReadTokens(reader));
        return reader.Remaining == 0
            ? new AuthenticationTicket(principal, new AuthenticationProperties(items), scheme)
            : throw new FormatException("The payload does not end where it should.");
    }

    /// <summary>A sign-in within the session follows the tokens, where there was one.</summary>
    private static SessionTokens ReadTokens(PayloadReader reader)
    {
        var tokens = TokensPayload.Read(reader, new TokenTexts());
        return reader.Remaining == 0 ? tokens : tokens.With(TokensPayload.ReadSignIn(reader));
    }

    /// <summary>The tokens by themselves, if they give back the items of the ticket letter by letter.</summary>
    private static (Dictionary<string, string?> Others, SessionTokens? Tokens) Split(IDictionary<string, string?> items)
    {
        if (items is SessionItems { Tokens: { } known } own)
        {
            return (new(own.Others, StringComparer.Ordinal), known);
        }

        var others = new Dictionary<string, string?>(items, StringComparer.Ordinal);
        var tokens = TicketTokens.Read(others);
        if (!tokens.HasIdentity
            || TicketItems.OfTokens.Any(name =>
                name is not (TicketItems.OriginScheme or TicketItems.OriginToken) && others.GetValueOrDefault(name) != TicketTokens.Item(tokens, name))
            || !ListsAll(others, tokens))
        {
            return (others, null);
        }

        TicketItems.RemoveTokens(others);
        if (others.GetValueOrDefault(TicketItems.TokenNames) == TicketTokens.Item(tokens, TicketItems.TokenNames))
        {
            others.Remove(TicketItems.TokenNames);
        }

        return (others, tokens);
    }

    /// <summary>Whether the tokens' names are among those that the ticket lists, as they will be when it is read.</summary>
    private static bool ListsAll(Dictionary<string, string?> items, SessionTokens tokens) =>
        items.GetValueOrDefault(TicketItems.TokenNames)?.Split(';') is { } listed
        && TicketTokens.Item(tokens, TicketItems.TokenNames)!.Split(';').All(listed.Contains);

    /// <summary>A time in the framework's form, to the second, as a number above 0; in another form it stays an
    /// item.</summary>
    private static void WriteTime(PayloadWriter writer, Dictionary<string, string?> items, string name)
    {
        if (items.GetValueOrDefault(name) is { } text
            && DateTimeOffset.TryParseExact(
                text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && moment.ToUnixTimeSeconds() is >= 0 and var seconds
            && Time(seconds) == text)
        {
            items.Remove(name);
            writer.Number((ulong)seconds + 1);
        }
        else
        {
            writer.Number(0);
        }
    }

    private static void KeepTime(ulong number, Dictionary<string, string?> items, string name)
    {
        if (number > 0)
        {
            items[name] = Time((long)Math.Min(number - 1, long.MaxValue));
        }
    }

    private static string Time(long seconds) => UnixSeconds.Moment(seconds).ToString("r", CultureInfo.InvariantCulture);
}
