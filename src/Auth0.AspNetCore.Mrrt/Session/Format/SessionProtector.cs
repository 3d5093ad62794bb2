using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Closes a generation for the coordinator and opens it again. The session's name is inside: a record filed
/// under another name does not open (G6).</summary>
internal sealed class SessionProtector(IDataProtectionProvider dataProtection)
{
    private const byte Version = 2;

    /// <summary>A sign-in within the session and its ticket follow the tokens.</summary>
    private const byte VersionWithSignIn = 3;

    private readonly IDataProtector _protector = dataProtection.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v1");

    /// <param name="tokens">The generation.</param>
    /// <param name="keepUntil">When the last cookie with an older generation expires; null when nobody knows.</param>
    /// <param name="mustKeep">See <see cref="SessionRecord.MustKeep"/>.</param>
    public SessionRecord Protect(SessionTokens tokens, DateTimeOffset? keepUntil = null, bool mustKeep = true)
    {
        var writer = new PayloadWriter();
        writer.Byte(tokens.SignIn.Count > 0 ? VersionWithSignIn : Version);
        TokensPayload.Write(writer, new TokenTexts(), tokens);
        if (tokens.SignIn.Count > 0)
        {
            TokensPayload.Write(writer, tokens.SignIn);
            writer.Bytes(tokens.SignIn.Ticket.Span);
        }

        return new SessionRecord(tokens.Generation, _protector.Protect(writer.ToArray()))
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
            var reader = new PayloadReader(_protector.Unprotect(record.Payload.ToArray()));
            return Read(reader) is { } tokens
                && reader.Remaining == 0
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

    private static SessionTokens? Read(PayloadReader reader) => reader.Byte() switch
    {
        Version => TokensPayload.Read(reader, new TokenTexts()),
        VersionWithSignIn => ReadWithSignIn(reader),
        _ => null,
    };

    private static SessionTokens ReadWithSignIn(PayloadReader reader)
    {
        var tokens = TokensPayload.Read(reader, new TokenTexts());
        var signIn = TokensPayload.ReadSignIn(reader);
        var (start, length) = reader.Bytes();
        return tokens.With(signIn with { Ticket = reader.Payload.AsMemory(start, length) });
    }
}
