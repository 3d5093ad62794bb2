using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format.Version1;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Closes a generation for the coordinator and opens it again. The session's name is inside: a record filed
/// under another name does not open (G6).</summary>
internal sealed class SessionProtector(IDataProtectionProvider dataProtection)
{
    private const byte Version = 4;

    /// <summary>About what a record takes beside its tokens.</summary>
    private const int Surroundings = 256;

    private readonly IDataProtector _protector = dataProtection.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v2");
    private readonly IDataProtector _earlier = dataProtection.CreateProtector(RecordOfVersion1.Purpose);

    /// <param name="tokens">The generation.</param>
    /// <param name="keepUntil">When the last cookie with an older generation expires; null when nobody knows.</param>
    /// <param name="mustKeep">See <see cref="SessionRecord.MustKeep"/>.</param>
    public SessionRecord Protect(SessionTokens tokens, DateTimeOffset? keepUntil = null, bool mustKeep = true)
    {
        var writer = new PayloadWriter(
            Surroundings + TokenSections.LengthOf(tokens, apart: true) + tokens.SignIn.Ticket.Length);
        writer.Byte(Version);
        var separate = TokenSections.Write(writer, tokens, apart: true);
        if (tokens.SignIn.Count > 0)
        {
            var start = writer.BeginSection(Section.SignInTicket);
            writer.Bytes(tokens.SignIn.Ticket.Span);
            writer.EndSection(start);
        }

        KeptSections.Write(writer, [], tokens.Kept);
        return new SessionRecord(tokens.Generation, TwoParts.Protect(_protector, writer.ToArray(), separate))
        {
            KeepUntil = keepUntil,
            MustKeep = mustKeep,
        };
    }

    /// <summary>Gives a newer generation of the session, if that is what the record holds. What another login has filed under
    /// the name is not: its refresh token is for another client.</summary>
    public SessionTokens? Newer(SessionTokens tokens, SessionRecord? record) =>
        record?.Generation > tokens.Generation
        && Unprotect(tokens.SessionId, record) is { } newest
        && newest.Scheme == tokens.Scheme
            ? newest
            : null;

    /// <summary>Gives nothing for a record that was not closed for this session or with keys that are gone.</summary>
    public SessionTokens? Unprotect(string sessionId, SessionRecord? record)
    {
        if (record is null || record.Payload.IsEmpty)
        {
            return null;
        }

        try
        {
            return Read(record) is { } tokens
                && tokens.SessionId == sessionId
                && tokens.Generation == record.Generation // an older record under a newer number brings nothing back
                    ? tokens
                    : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private SessionTokens? Read(SessionRecord record) =>
        TwoParts.Unprotect(_protector, record.Payload) is var (payload, sealedPart)
            ? payload is [Version, ..] ? ReadSections(payload, sealedPart) : null
            : RecordOfVersion1.Read(_earlier.Unprotect(record.Payload.ToArray()));

    private static SessionTokens? ReadSections(byte[] payload, SealedPart? sealedPart)
    {
        var reader = new PayloadReader(payload) { Position = 1 };
        var sections = new SectionReader(reader);
        var tokens = new TokenSections(sealedPart);
        while (sections.TryNext(out var tag))
        {
            tokens.ReadOrKeep(reader, tag);
        }

        return tokens.Build();
    }
}
