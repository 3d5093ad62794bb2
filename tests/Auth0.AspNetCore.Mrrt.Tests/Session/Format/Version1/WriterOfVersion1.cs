using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;

/// <summary>Writes what version 1 wrote, for tests that read it.</summary>
internal static class WriterOfVersion1
{
    private static readonly string[] Times = [".issued", ".expires"];

    public static byte[] Ticket(AuthenticationTicket ticket)
    {
        var writer = Writer();
        writer.Raw([0xA0, 1]);
        writer.Text(ticket.AuthenticationScheme);
        PrincipalPayload.Write(writer, ticket.Principal);
        var tokens = TicketTokens.Read(ticket.Properties.Items);
        var others = new Dictionary<string, string?>(ticket.Properties.Items);
        if (tokens.HasIdentity)
        {
            foreach (var name in TicketItems.OfTokens.Append(TicketItems.TokenNames))
            {
                others.Remove(name);
            }
        }

        foreach (var name in Times)
        {
            var moment = others.Remove(name, out var time)
                ? DateTimeOffset.ParseExact(time!, "r", CultureInfo.InvariantCulture).ToUnixTimeSeconds() + 1
                : 0;
            writer.Number((ulong)moment);
        }

        writer.Number(others.Count);
        foreach (var (name, value) in others)
        {
            writer.Text(name);
            new TokenTexts().Write(writer, value);
        }

        writer.Byte(tokens.HasIdentity ? (byte)1 : (byte)0);
        if (tokens.HasIdentity)
        {
            Tokens(writer, tokens);
            if (tokens.SignIn.Count > 0)
            {
                SignInPayload.Write(writer, tokens.SignIn);
            }
        }

        return writer.ToArray();
    }

    public static byte[] Record(SessionTokens tokens)
    {
        var writer = Writer();
        writer.Byte(tokens.SignIn.Count > 0 ? (byte)3 : (byte)2);
        Tokens(writer, tokens);
        if (tokens.SignIn.Count > 0)
        {
            SignInPayload.Write(writer, tokens.SignIn);
            writer.Bytes(tokens.SignIn.Ticket.Span);
        }

        return writer.ToArray();
    }

    public static byte[] Tokens(SessionTokens tokens)
    {
        var writer = Writer();
        Tokens(writer, tokens);
        return writer.ToArray();
    }

    private static void Tokens(PayloadWriter writer, SessionTokens tokens)
    {
        var texts = new TokenTexts();
        writer.Text(tokens.SessionId);
        writer.Number((ulong)tokens.Generation);
        writer.Text(tokens.Scheme);
        texts.Write(writer, tokens.RefreshToken);
        texts.Write(writer, tokens.IdToken);
        AccessTokenPayload.WritePrimary(writer, texts, tokens.Primary);
        AccessTokenPayload.WriteAll(writer, texts, tokens.Additional, tokens.Primary);
        RefusedAudiencesPayload.Write(writer, tokens.AudiencesRefused);
    }

    private static PayloadWriter Writer() => new(knownTexts: KnownTexts.CountInVersion1);
}
