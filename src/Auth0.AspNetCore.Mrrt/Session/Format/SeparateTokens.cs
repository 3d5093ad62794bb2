using System.Collections.Immutable;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>
/// The additional tokens of a session in a part of their own. The session's first part, which Data Protection protects, holds the
/// key. Each part has a new random key that protects nothing else (NIST SP 800-38D, section 8): the part of another session or
/// of another generation does not open, and the nonce need not change.
/// </summary>
internal sealed class SeparateTokens : ISeparateTokens
{
    public const int KeyLength = 16;

    private const int TagLength = 16;

    /// <summary>About what a token takes beside its text.</summary>
    private const int Surroundings = 64;

    private static readonly byte[] Nonce = new byte[12];

    private readonly byte[] _key;
    private SealedPart? _sealed;
    private readonly TokenTexts _texts;
    private readonly AccessTokenSet? _primary;
    private readonly bool _isOwn;

    private SeparateTokens(
        byte[] key, bool mayHaveAudienceOfPrimary, SealedPart? sealedPart, TokenTexts texts, AccessTokenSet? primary, bool isOwn)
    {
        _key = key;
        MayHaveAudienceOfPrimary = mayHaveAudienceOfPrimary;
        _sealed = sealedPart;
        _texts = texts;
        _primary = primary;
        _isOwn = isOwn;
    }

    /// <summary>Whether this machine can keep tokens apart.</summary>
    public static bool IsSupported => AesGcm.IsSupported;

    public bool MayHaveAudienceOfPrimary { get; }

    public ReadOnlySpan<byte> Key => _key;

    /// <summary>The part as it stands beside the first one. Null while nobody has found it.</summary>
    public SealedPart? Sealed => _sealed;

    /// <summary>Tells where the part is, when the first one was read alone.</summary>
    public void Find(SealedPart sealedPart) => Interlocked.CompareExchange(ref _sealed, sealedPart, null);

    /// <summary>The part of a session that was read.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="mayHaveAudienceOfPrimary">See <see cref="ISeparateTokens.MayHaveAudienceOfPrimary"/>.</param>
    /// <param name="sealedPart">The part.</param>
    /// <param name="texts">The tokens of the first part.</param>
    /// <param name="primary">The token of the login.</param>
    public static SeparateTokens Found(
        byte[] key, bool mayHaveAudienceOfPrimary, SealedPart? sealedPart, TokenTexts texts, AccessTokenSet? primary) =>
        new(key, mayHaveAudienceOfPrimary, sealedPart, texts.GoOn(), primary, isOwn: false);

    /// <summary>The part to write for a session. One that nobody has opened is written as it is, and one that was made for a record of
    /// the same generation serves its cookie as well.</summary>
    /// <param name="tokens">The session's tokens.</param>
    /// <param name="texts">The tokens of the first part, as it is written now.</param>
    /// <returns>The part. Null when there are no additional tokens.</returns>
    public static SeparateTokens? Of(SessionTokens tokens, TokenTexts texts)
    {
        if (tokens.Separate is SeparateTokens known
            && (known._isOwn || tokens.IsUnopened)
            && ReferenceEquals(known._primary, tokens.Primary)
            && known._texts.HasHeadersOf(texts))
        {
            return known;
        }

        if (tokens.Additional.IsEmpty)
        {
            return null;
        }

        var part = Seal(tokens, texts);
        tokens.Separate = part;
        return part;
    }

    /// <summary>About how many bytes additional tokens take.</summary>
    public static int LengthOf(ImmutableArray<AccessTokenSet> tokens) => tokens.Sum(set => set.PackedAccessToken.Length + Surroundings);

    public ImmutableArray<AccessTokenSet> Open()
    {
        try
        {
            if (_sealed?.ToArray() is not { Length: >= TagLength } bytes)
            {
                return [];
            }

            using var gcm = new AesGcm(_key, TagLength);
            var content = bytes.AsSpan(..^TagLength);
            gcm.Decrypt(Nonce, content, bytes.AsSpan(^TagLength..), content);
            var reader = new PayloadReader(bytes, end: content.Length);
            var tokens = AccessTokenPayload.ReadAll(reader, _texts.GoOn(), _primary);
            return reader.Remaining == 0 ? tokens : [];
        }
        catch (Exception)
        {
            // Cut off, or of another session: the next exchange obtains the tokens again. Whatever is wrong with a cookie, an exchange
            // that has its answer must not fail for it.
            return [];
        }
    }

    public override string ToString() => "separate tokens";

    private static SeparateTokens Seal(SessionTokens tokens, TokenTexts texts)
    {
        var writer = new PayloadWriter(LengthOf(tokens.Additional));
        AccessTokenPayload.WriteAll(writer, texts.GoOn(), tokens.Additional, tokens.Primary);
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        var bytes = GC.AllocateUninitializedArray<byte>(writer.Written.Length + TagLength);
        using var gcm = new AesGcm(key, TagLength);
        gcm.Encrypt(Nonce, writer.Written, bytes.AsSpan(0, writer.Written.Length), bytes.AsSpan(writer.Written.Length));
        return new SeparateTokens(
            key,
            tokens.Additional.Any(set => string.Equals(set.Audience, tokens.Primary?.Audience, StringComparison.Ordinal)),
            new SealedBytes(bytes),
            texts.GoOn(),
            tokens.Primary,
            isOwn: true);
    }
}
