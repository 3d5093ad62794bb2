using System.Collections.Immutable;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format.Version1;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>A ticket as bytes, in sections: its tokens as bytes, its times as numbers, no text twice.</summary>
internal static class TicketPayload
{
    /// <summary>Begins no payload of the framework's, which begins with a small number.</summary>
    private const byte Mark = 0xA0;

    private const byte Version = 2;

    /// <summary>About what a ticket takes beside its tokens.</summary>
    private const int Surroundings = 640;

    /// <summary>Whether the payload is one of these, of whatever version.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    /// <summary>The ticket as one part.</summary>
    public static byte[] Write(AuthenticationTicket ticket) => Write(ticket, apart: false, out _);

    /// <summary>The ticket, and its additional tokens as a part of their own.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="separate">The additional tokens. Null when there are none.</param>
    public static byte[] Write(AuthenticationTicket ticket, out SeparateTokens? separate) =>
        Write(ticket, apart: true, out separate);

    /// <summary>Gives the ticket back.</summary>
    /// <param name="payload">The first part.</param>
    /// <param name="sealedPart">What stands beside it.</param>
    /// <exception cref="FormatException">It is not one of these.</exception>
    public static AuthenticationTicket Read(byte[] payload, SealedPart? sealedPart = null) => payload switch
    {
        [Mark, TicketOfVersion1.Version, ..] => TicketOfVersion1.Read(payload, start: 2),
        [Mark, Version, ..] => ReadSections(payload, sealedPart),
        _ => throw new FormatException("The payload is of another version."),
    };

    private static byte[] Write(AuthenticationTicket ticket, bool apart, out SeparateTokens? separate)
    {
        var (others, tokens) = Split(ticket.Properties.Items);
        var writer = new PayloadWriter(Surroundings + (tokens is null ? 0 : TokenSections.LengthOf(tokens, apart)));
        writer.Byte(Mark);
        writer.Byte(Version);
        var start = writer.BeginSection(Section.Ticket);
        writer.Text(ticket.AuthenticationScheme);
        PrincipalPayload.Write(writer, ticket.Principal);
        var (issued, expires) = TicketTimes.Write(writer, others);
        writer.EndSection(start);
        var kept = KeptSectionsText.Read(others.GetValueOrDefault(TicketItems.TicketSections), ofTicket: true);
        WriteItems(writer, others, issued, expires, kept.IsEmpty ? null : TicketItems.TicketSections);
        separate = tokens is null ? null : TokenSections.Write(writer, tokens, apart);
        KeptSections.Write(writer, kept, tokens?.Kept ?? []);
        return writer.ToArray();
    }

    private static void WriteItems(
        PayloadWriter writer, Dictionary<string, string?> items, params ReadOnlySpan<string?> written)
    {
        var count = items.Count;
        foreach (var name in written)
        {
            count -= name is null ? 0 : 1;
        }

        if (count == 0)
        {
            return;
        }

        var start = writer.BeginSection(Section.Items);
        writer.Number(count);
        foreach (var (name, value) in items)
        {
            if (!written.Contains(name))
            {
                writer.Text(name);
                new TokenTexts().Write(writer, value); // each with its own header: they are unpacked at once
            }
        }

        writer.EndSection(start);
    }

    private static AuthenticationTicket ReadSections(byte[] payload, SealedPart? sealedPart)
    {
        var reader = new PayloadReader(payload) { Position = 2 };
        var sections = new SectionReader(reader);
        var tokens = new TokenSections(sealedPart);
        var ofTicket = ImmutableArray<KeptSection>.Empty;
        var others = new Dictionary<string, string?>(5, StringComparer.Ordinal);
        (string Scheme, ClaimsPrincipal Principal)? ticket = null;
        while (sections.TryNext(out var tag))
        {
            switch (tag)
            {
                case Section.Ticket:
                    ticket = (reader.RequiredText(), PrincipalPayload.Read(reader));
                    TicketTimes.Read(reader, others);
                    break;
                case Section.Items:
                    ReadItems(reader, others);
                    break;
                default:
                    if (!tokens.TryRead(reader, tag))
                    {
                        var section = KeptSections.Read(reader, tag);
                        ofTicket = Keep(section, ofTicket, ref tokens);
                    }

                    break;
            }
        }

        if (!ofTicket.IsEmpty)
        {
            others[TicketItems.TicketSections] = KeptSectionsText.Write(ofTicket);
        }

        var (scheme, principal) = ticket ?? throw new FormatException("The ticket is missing.");
        var source = new TicketSource(payload, sealedPart);
        var items = tokens.Build() is { } own
            ? new SessionItems(others, own) { Source = source }
            : new SessionItems(others) { Source = source };
        return new AuthenticationTicket(principal, new AuthenticationProperties(items), scheme);
    }

    private static ImmutableArray<KeptSection> Keep(
        KeptSection section, ImmutableArray<KeptSection> ofTicket, ref TokenSections tokens)
    {
        if (section.IsOfTicket)
        {
            return ofTicket.Add(section);
        }

        tokens.Keep(section);
        return ofTicket;
    }

    private static void ReadItems(PayloadReader reader, Dictionary<string, string?> items)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            items[reader.RequiredText()] = TokenTexts.ReadAlone(reader);
        }
    }

    /// <summary>The tokens by themselves, if they give back the items of the ticket letter by letter.</summary>
    private static (Dictionary<string, string?> Others, SessionTokens? Tokens) Split(IDictionary<string, string?> items)
    {
        if (items is SessionItems { Tokens: { } known } own)
        {
            return (new Dictionary<string, string?>(own.Others, StringComparer.Ordinal), known);
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
}
