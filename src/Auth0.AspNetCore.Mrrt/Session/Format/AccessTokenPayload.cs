using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Access tokens: what each adds to the one before it.</summary>
internal static class AccessTokenPayload
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

    /// <param name="writer">Writes.</param>
    /// <param name="texts">The tokens so far.</param>
    /// <param name="sets">The tokens to write.</param>
    /// <param name="previous">The token before them.</param>
    public static void WriteAll(
        PayloadWriter writer, TokenTexts texts, ImmutableArray<AccessTokenSet> sets, AccessTokenSet? previous)
    {
        previous ??= AccessTokenSet.None;
        writer.Number(sets.Length);
        foreach (var set in sets)
        {
            Write(writer, texts, set, previous);
            previous = set;
        }
    }

    public static ImmutableArray<AccessTokenSet> ReadAll(PayloadReader reader, TokenTexts texts, AccessTokenSet? previous)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var sets = new AccessTokenSet[count];
        previous ??= AccessTokenSet.None;
        for (var i = 0; i < count; i++)
        {
            sets[i] = previous = Read(reader, texts, previous, expiresAt: null);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sets);
    }

    /// <summary>Writes the token of the login, whose end has fractions of a second.</summary>
    public static void WritePrimary(PayloadWriter writer, TokenTexts texts, AccessTokenSet? primary)
    {
        writer.Byte(primary is null ? (byte)0 : (byte)1);
        if (primary is not null)
        {
            writer.Number(checked((ulong)primary.ExpiresAt.UtcTicks));
            Write(writer, texts, primary, AccessTokenSet.None);
        }
    }

    public static AccessTokenSet? ReadPrimary(PayloadReader reader, TokenTexts texts)
    {
        if (reader.Byte() == 0)
        {
            return null;
        }

        var ticks = reader.Number();
        return Read(
            reader,
            texts,
            AccessTokenSet.None,
            ticks <= (ulong)DateTimeOffset.MaxValue.UtcTicks
                ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
                : throw new FormatException("A time is no time."));
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

        texts.Write(writer, set.PackedAccessToken);
    }

    private static AccessTokenSet Read(
        PayloadReader reader, TokenTexts texts, AccessTokenSet previous, DateTimeOffset? expiresAt)
    {
        var parts = (Parts)reader.Byte();
        var audience = Texts.Given(reader.TextAfter(previous.Audience));
        var scope = parts.HasFlag(Parts.SameScope) ? previous.Scope : reader.Text();
        var requested = parts.HasFlag(Parts.RequestedScope) ? reader.Text() : scope;
        var type = (parts.HasFlag(Parts.TokenType) ? Texts.Given(reader.Text()) : null) ?? "Bearer";
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

    private static long Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds();
}
