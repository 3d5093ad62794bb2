using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>The tokens of a session: what each adds to the one before it.</summary>
internal static class TokensPayload
{
    [Flags]
    private enum Parts : byte
    {
        None = 0,
        RequestedScope = 1,
        RefusedUntil = 2,
        UsedAt = 4,
        TokenType = 8,
        SameScope = 16,
    }

    public static void Write(PayloadWriter writer, TokenTexts texts, SessionTokens tokens)
    {
        writer.Text(tokens.SessionId);
        writer.Number(checked((ulong)tokens.Generation));
        writer.Text(tokens.Scheme);
        texts.Write(writer, tokens.RefreshToken);
        texts.Write(writer, tokens.IdToken);
        writer.Byte(tokens.Primary is null ? (byte)0 : (byte)1);
        var previous = AccessTokenSet.None;
        if (tokens.Primary is { } primary)
        {
            writer.Number(checked((ulong)primary.ExpiresAt.UtcTicks)); // the item of the ticket has fractions, too
            Write(writer, texts, primary, previous);
            previous = primary;
        }

        writer.Number(tokens.Additional.Length);
        foreach (var set in tokens.Additional)
        {
            Write(writer, texts, set, previous);
            previous = set;
        }

        writer.Number(tokens.AudiencesRefused.Count);
        foreach (var (audience, until) in tokens.AudiencesRefused)
        {
            writer.Text(audience);
            writer.Signed(until.ToUnixTimeSeconds());
        }
    }

    public static SessionTokens Read(PayloadReader reader, TokenTexts texts)
    {
        var sessionId = Given(reader.Text()) ?? throw new FormatException("The session has no name.");
        var generation = (long)Math.Min(reader.Number(), long.MaxValue);
        var scheme = Given(reader.Text());
        var refreshToken = Given(texts.Read(reader));
        var idToken = Given(texts.Read(reader));
        AccessTokenSet? primary = null;
        if (reader.Byte() != 0)
        {
            var ticks = reader.Number();
            primary = Read(
                reader,
                texts,
                AccessTokenSet.None,
                ticks <= (ulong)DateTimeOffset.MaxValue.UtcTicks
                    ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
                    : throw new FormatException("A time is no time."));
        }

        return new SessionTokens
        {
            SessionId = sessionId,
            Generation = generation,
            Scheme = scheme,
            PackedRefreshToken = refreshToken,
            PackedIdToken = idToken,
            Primary = primary,
            Additional = Additional(reader, texts, primary),
            AudiencesRefused = AudiencesRefused(reader),
        };
    }

    /// <summary>Writes a session's last sign-in. Its ticket is not part of it.</summary>
    public static void Write(PayloadWriter writer, SignInMark signIn)
    {
        writer.Number(checked((ulong)signIn.Generation));
        writer.Number(checked((ulong)signIn.Count));
    }

    public static SignInMark ReadSignIn(PayloadReader reader) => new(
        (long)Math.Min(reader.Number(), long.MaxValue), (long)Math.Min(reader.Number(), long.MaxValue), default);

    private static ImmutableArray<AccessTokenSet> Additional(
        PayloadReader reader, TokenTexts texts, AccessTokenSet? primary)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var sets = new AccessTokenSet[count];
        var previous = primary ?? AccessTokenSet.None;
        for (var i = 0; i < count; i++)
        {
            sets[i] = previous = Read(reader, texts, previous, expiresAt: null);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sets);
    }

    private static ImmutableDictionary<string, DateTimeOffset> AudiencesRefused(PayloadReader reader)
    {
        var refused = ImmutableDictionary<string, DateTimeOffset>.Empty;
        for (var left = reader.Count(); left > 0; left--)
        {
            refused = refused.SetItem(reader.RequiredText(), UnixSeconds.Moment(reader.Signed()));
        }

        return refused;
    }

    private static void Write(PayloadWriter writer, TokenTexts texts, AccessTokenSet set, AccessTokenSet previous)
    {
        var parts =
            (set.RequestedScope != set.Scope ? Parts.RequestedScope : Parts.None)
            | (set.RefusedUntil is not null ? Parts.RefusedUntil : Parts.None)
            | (Seconds(set.UsedAt) != Seconds(set.ObtainedAt) ? Parts.UsedAt : Parts.None)
            | (set.TokenType != "Bearer" ? Parts.TokenType : Parts.None)
            | (set.Scope == previous.Scope ? Parts.SameScope : Parts.None);
        writer.Byte((byte)parts);
        writer.TextAfter(previous.Audience, set.Audience);
        if (!parts.HasFlag(Parts.SameScope))
        {
            writer.Text(set.Scope);
        }

        if (parts.HasFlag(Parts.RequestedScope))
        {
            writer.Text(set.RequestedScope);
        }

        if (parts.HasFlag(Parts.TokenType))
        {
            writer.Text(set.TokenType);
        }

        writer.Signed(Seconds(set.ObtainedAt) - Seconds(previous.ObtainedAt));
        writer.Signed(Seconds(set.ExpiresAt) - Seconds(set.ObtainedAt));
        if (parts.HasFlag(Parts.UsedAt))
        {
            writer.Signed(Seconds(set.UsedAt) - Seconds(set.ObtainedAt));
        }

        if (set.RefusedUntil is { } refused)
        {
            writer.Signed(Seconds(refused) - Seconds(set.ObtainedAt));
        }

        texts.Write(writer, set.AccessToken);
    }

    private static AccessTokenSet Read(
        PayloadReader reader, TokenTexts texts, AccessTokenSet previous, DateTimeOffset? expiresAt)
    {
        var parts = (Parts)reader.Byte();
        var audience = Given(reader.TextAfter(previous.Audience));
        var scope = parts.HasFlag(Parts.SameScope) ? previous.Scope : reader.Text();
        var requested = parts.HasFlag(Parts.RequestedScope) ? reader.Text() : scope;
        var type = (parts.HasFlag(Parts.TokenType) ? Given(reader.Text()) : null) ?? "Bearer";
        var obtained = Math.Max(0, unchecked(Seconds(previous.ObtainedAt) + reader.Signed()));
        var expires = unchecked(obtained + reader.Signed());
        var used = parts.HasFlag(Parts.UsedAt) ? unchecked(obtained + reader.Signed()) : obtained;
        DateTimeOffset? refused = parts.HasFlag(Parts.RefusedUntil)
            ? UnixSeconds.Moment(unchecked(obtained + reader.Signed()))
            : null;
        var token = texts.Read(reader);
        return new AccessTokenSet
        {
            PackedAccessToken = token.IsEmpty ? throw new FormatException("A token is missing.") : token,
            Audience = audience,
            Scope = scope,
            RequestedScope = requested,
            TokenType = type,
            ObtainedAt = UnixSeconds.Moment(obtained),
            ExpiresAt = expiresAt ?? UnixSeconds.Moment(expires),
            UsedAt = UnixSeconds.Moment(used),
            RefusedUntil = refused,
        };
    }

    /// <summary>An empty text stands for none, as in the items of a ticket.</summary>
    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static PackedText Given(PackedText text) => text.IsEmpty ? default : text;

    private static long Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds();
}
