using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>One generation of a session's tokens as sections.</summary>
internal struct TokenSections
{
    private readonly SealedPart? _sealed;
    private TokenTexts? _texts;
    private string? _sessionId;
    private long _generation;
    private string? _scheme;
    private PackedText _idToken;
    private AccessTokenSet? _primary;
    private PackedText _refreshToken;
    private ImmutableArray<AccessTokenSet> _additional;
    private SeparateTokens? _separate;
    private ImmutableDictionary<string, DateTimeOffset>? _refused;
    private SignInMark? _signIn;
    private ImmutableArray<KeptSection> _kept;

    /// <param name="sealedPart">What stands beside the part that is read.</param>
    public TokenSections(SealedPart? sealedPart) => _sealed = sealedPart;

    /// <summary>Writes the tokens. Additional ones stand in a part of their own where the caller has room for one.</summary>
    /// <returns>That part. Null when there is none.</returns>
    public static SeparateTokens? Write(PayloadWriter writer, SessionTokens tokens, bool apart)
    {
        var texts = new TokenTexts();
        var start = writer.BeginSection(Section.Tokens);
        writer.Text(tokens.SessionId);
        writer.Number(checked((ulong)tokens.Generation));
        writer.Text(tokens.Scheme);
        texts.Write(writer, tokens.PackedIdToken);
        AccessTokenPayload.WritePrimary(writer, texts, tokens.Primary);
        texts.Write(writer, tokens.PackedRefreshToken);
        writer.EndSection(start);
        var separate = WriteAdditional(writer, texts, tokens, apart && SeparateTokens.IsSupported);
        if (tokens.AudiencesRefused.Count > 0)
        {
            start = writer.BeginSection(Section.AudiencesRefused);
            RefusedAudiencesPayload.Write(writer, tokens.AudiencesRefused);
            writer.EndSection(start);
        }

        if (tokens.SignIn.Count > 0)
        {
            start = writer.BeginSection(Section.SignIn);
            SignInPayload.Write(writer, tokens.SignIn);
            writer.EndSection(start);
        }

        return separate;
    }

    /// <summary>About how many bytes they take beside what stands around them.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="apart">Whether the additional ones stand in a part of their own.</param>
    public static int LengthOf(SessionTokens tokens, bool apart)
    {
        var length = tokens.PackedIdToken.Length + tokens.PackedRefreshToken.Length
            + (tokens.Primary?.PackedAccessToken.Length ?? 0);
        return apart ? length : length + SeparateTokens.LengthOf(tokens.Additional);
    }

    /// <summary>Reads a section of the tokens, or keeps one that this version does not know.</summary>
    /// <exception cref="FormatException">The session must not be read without knowing it.</exception>
    public void ReadOrKeep(PayloadReader reader, ulong tag)
    {
        if (!TryRead(reader, tag))
        {
            Keep(KeptSections.Read(reader, tag));
        }
    }

    /// <summary>Reads a section, if it is one of the tokens'.</summary>
    public bool TryRead(PayloadReader reader, ulong tag)
    {
        switch (tag)
        {
            case Section.Tokens:
                ReadTokens(reader, _texts = new TokenTexts());
                return true;
            case Section.Additional:
                _additional = AccessTokenPayload.ReadAll(reader, Tokens(), _primary);
                return true;
            case Section.Separate:
                var (mayHaveAudienceOfPrimary, key) = (reader.Byte() != 0, reader.Raw(SeparateTokens.KeyLength));
                _separate = SeparateTokens.Found(key, mayHaveAudienceOfPrimary, _sealed, Tokens(), _primary);
                return true;
            case Section.AudiencesRefused:
                _refused = RefusedAudiencesPayload.Read(reader);
                return true;
            case Section.SignIn:
                _signIn = SignInPayload.Read(reader);
                return true;
            case Section.SignInTicket:
                var (start, length) = reader.Bytes();
                _signIn = (_signIn ?? SignInMark.None) with { Ticket = reader.Payload.AsMemory(start, length) };
                return true;
            default:
                return false;
        }
    }

    /// <summary>Keeps a section as it is. One of a ticket has no place among tokens.</summary>
    public void Keep(KeptSection section)
    {
        if (!section.IsOfTicket)
        {
            _kept = _kept.IsDefault ? [section] : _kept.Add(section);
        }
    }

    /// <summary>Gives what was read. Null when there are no tokens.</summary>
    public readonly SessionTokens? Build() => _sessionId is null ? null : new SessionTokens
    {
        SessionId = _sessionId,
        Generation = _generation,
        Scheme = _scheme,
        PackedIdToken = _idToken,
        Primary = _primary,
        PackedRefreshToken = _refreshToken,
        Additional = _separate is null && _additional.IsDefault ? [] : _additional,
        Separate = _separate,
        AudiencesRefused = _refused ?? ImmutableDictionary<string, DateTimeOffset>.Empty,
        SignIn = _signIn ?? SignInMark.None,
        Kept = _kept.IsDefault ? [] : _kept,
    };

    private static SeparateTokens? WriteAdditional(PayloadWriter writer, TokenTexts texts, SessionTokens tokens, bool apart)
    {
        if (apart)
        {
            var separate = SeparateTokens.Of(tokens, texts);
            if (separate is not null)
            {
                var start = writer.BeginSection(Section.Separate);
                writer.Byte(separate.MayHaveAudienceOfPrimary ? (byte)1 : (byte)0);
                writer.Raw(separate.Key);
                writer.EndSection(start);
            }

            return separate;
        }

        if (!tokens.Additional.IsEmpty)
        {
            var start = writer.BeginSection(Section.Additional);
            AccessTokenPayload.WriteAll(writer, texts, tokens.Additional, tokens.Primary);
            writer.EndSection(start);
        }

        return null;
    }

    private void ReadTokens(PayloadReader reader, TokenTexts texts)
    {
        _sessionId = Texts.Given(reader.Text()) ?? throw new FormatException("The session has no name.");
        _generation = (long)Math.Min(reader.Number(), long.MaxValue);
        _scheme = Texts.Given(reader.Text());
        _idToken = Texts.Given(texts.Read(reader));
        _primary = AccessTokenPayload.ReadPrimary(reader, texts);
        _refreshToken = Texts.Given(texts.Read(reader));
    }

    private readonly TokenTexts Tokens() => _texts ?? throw new FormatException("Additional tokens have no session.");
}
