using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Ticket to tokens and back. What cannot be read is missing, never an exception: the next exchange mends
/// it.</summary>
internal static class TicketTokens
{
    private static readonly string[] Listed =
        ["access_token", "id_token", "refresh_token", "token_type", "expires_at", "scope"];

    public static SessionTokens Read(IDictionary<string, string?> items)
    {
        if (items is SessionItems { Tokens: { } known })
        {
            return known;
        }

        var sessionId = items.TryGetValue(TicketItems.SessionId, out var mark) && !string.IsNullOrEmpty(mark)
            ? mark
            : SessionIdentity.Derive(items);
        return new SessionTokens
        {
            SessionId = sessionId ?? SessionIdentity.Create(),
            HasIdentity = sessionId is not null,
            Generation = Number(items, TicketItems.Generation),
            SignIn = SignIn(Value(items, TicketItems.SignIn)),
            Scheme = Value(items, TicketItems.Scheme),
            Primary = Primary(items),
            Additional = AccessTokenSetJson.Read(Value(items, TicketItems.AccessTokens)),
            AudiencesRefused = AudienceRefusals.Read(Value(items, TicketItems.AudiencesRefused)),
            RefreshToken = Value(items, TicketItems.RefreshToken),
            IdToken = Value(items, TicketItems.IdToken),
            Kept = KeptSectionsText.Read(Value(items, TicketItems.TokenSections), ofTicket: false),
        };
    }

    public static void Write(SessionTokens tokens, IDictionary<string, string?> items)
    {
        if (items is SessionItems own)
        {
            own.Renew(tokens);
            return;
        }

        foreach (var name in TicketItems.OfTokens)
        {
            Set(items, name, Item(tokens, name));
        }

        // What the application has put beside ours stays listed.
        var others = (Value(items, TicketItems.TokenNames) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !Listed.Contains(name) && items.ContainsKey(TicketItems.TokenPrefix + name));
        items[TicketItems.TokenNames] =
            string.Join(';', Listed.Where(name => items.ContainsKey(TicketItems.TokenPrefix + name)).Concat(others));
    }

    /// <summary>What a ticket says under one of the names; nothing where it has no such item.</summary>
    public static string? Item(SessionTokens tokens, string name) => name switch
    {
        TicketItems.AccessToken => tokens.Primary?.AccessToken,
        TicketItems.TokenType => tokens.Primary?.TokenType,
        TicketItems.ExpiresAt => tokens.Primary?.ExpiresAt.ToString("o", CultureInfo.InvariantCulture),
        TicketItems.Scope => tokens.Primary?.Scope is { Length: > 0 } scope ? scope : null,
        TicketItems.RefreshToken => tokens.RefreshToken,
        TicketItems.IdToken => tokens.IdToken,
        TicketItems.AccessTokens => AccessTokenSetJson.Write(tokens.Additional),
        TicketItems.AudiencesRefused => AudienceRefusals.Write(tokens.AudiencesRefused),
        TicketItems.Scheme => tokens.Scheme,
        TicketItems.SessionId => tokens.SessionId,
        TicketItems.OriginScheme => tokens.Scheme ?? "",
        TicketItems.OriginToken => SessionIdentity.Derive(tokens),
        TicketItems.Generation => tokens.Generation.ToString(CultureInfo.InvariantCulture),
        TicketItems.SignIn => tokens.SignIn.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{tokens.SignIn.Generation}.{tokens.SignIn.Count}")
            : null,
        TicketItems.TokenSections => KeptSectionsText.Write(tokens.Kept),
        TicketItems.Audience => tokens.Primary is { } primary ? primary.Audience ?? "" : null,
        TicketItems.RequestedScope => tokens.Primary is { } primary ? primary.RequestedScope ?? "" : null,
        TicketItems.ObtainedAt =>
            tokens.Primary?.ObtainedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        TicketItems.TokenNames => string.Join(
            ';', Listed.Where(listed => Item(tokens, TicketItems.TokenPrefix + listed) is not null)),
        _ => null,
    };

    /// <summary>Reads the login's token. Null when there is none, and when another handler's token does not tell clearly which API
    /// it is for: no call may get it then (G7).</summary>
    private static AccessTokenSet? Primary(IDictionary<string, string?> items)
    {
        if (Value(items, TicketItems.AccessToken) is not { } accessToken || !TryAudience(items, accessToken, out var audience))
        {
            return null;
        }

        var expiresAt = DateTimeOffset.TryParse(
            Value(items, TicketItems.ExpiresAt),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var parsed)
                ? parsed
                : DateTimeOffset.MinValue;
        return new AccessTokenSet
        {
            AccessToken = accessToken,
            TokenType = Value(items, TicketItems.TokenType) ?? "Bearer",
            ExpiresAt = expiresAt,
            ObtainedAt = UnixSeconds.Moment(Number(items, TicketItems.ObtainedAt)),
            Scope = Value(items, TicketItems.Scope)
                ?? (items.ContainsKey(TicketItems.Audience) ? null : AccessTokenClaims.Scope(accessToken)),
            RequestedScope = Value(items, TicketItems.RequestedScope),
            Audience = audience,
        };
    }

    private static bool TryAudience(IDictionary<string, string?> items, string accessToken, out string? audience)
    {
        if (!items.TryGetValue(TicketItems.Audience, out audience))
        {
            return AccessTokenClaims.TryAudience(accessToken, out audience);
        }

        audience = string.IsNullOrEmpty(audience) ? null : audience;
        return true;
    }

    private static SignInMark SignIn(string? text) =>
        text?.Split('.') is [var generation, var count]
        && long.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var signIns)
            ? new SignInMark(number, signIns, default)
            : SignInMark.None;

    private static long Number(IDictionary<string, string?> items, string name) =>
        long.TryParse(Value(items, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Value(IDictionary<string, string?> items, string name) =>
        items.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    private static void Set(IDictionary<string, string?> items, string name, string? value)
    {
        if (value is null)
        {
            items.Remove(name);
        }
        else
        {
            items[name] = value;
        }
    }
}
