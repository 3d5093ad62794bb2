using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Ticket to tokens and back. What cannot be read is missing, never an exception: the next exchange mends
/// it.</summary>
internal static class TicketTokens
{
    private const string TokenPrefix = ".Token.";

    private static readonly string[] Listed =
        ["access_token", "id_token", "refresh_token", "token_type", "expires_at", "scope"];

    public static SessionTokens Read(IDictionary<string, string?> items)
    {
        var sessionId = items.TryGetValue(TicketItems.SessionId, out var mark) && !string.IsNullOrEmpty(mark)
            ? mark
            : SessionIdentity.Derive(items);
        return new SessionTokens
        {
            SessionId = sessionId ?? SessionIdentity.Create(),
            HasIdentity = sessionId is not null,
            Generation = Number(items, TicketItems.Generation),
            Scheme = Value(items, TicketItems.Scheme),
            Primary = Primary(items),
            Additional = AccessTokenSetJson.Read(Value(items, TicketItems.AccessTokens)),
            AudiencesRefused = AudienceRefusals.Read(Value(items, TicketItems.AudiencesRefused)),
            RefreshToken = Value(items, TicketItems.RefreshToken),
            IdToken = Value(items, TicketItems.IdToken),
        };
    }

    public static void Write(SessionTokens tokens, IDictionary<string, string?> items)
    {
        items[TicketItems.SessionId] = tokens.SessionId;
        items[TicketItems.Generation] = tokens.Generation.ToString(CultureInfo.InvariantCulture);
        Set(items, TicketItems.AccessToken, tokens.Primary?.AccessToken);
        Set(items, TicketItems.TokenType, tokens.Primary?.TokenType);
        Set(items, TicketItems.ExpiresAt, tokens.Primary?.ExpiresAt.ToString("o", CultureInfo.InvariantCulture));
        Set(items, TicketItems.Scope, tokens.Primary?.Scope);
        Set(items, TicketItems.RefreshToken, tokens.RefreshToken);
        Set(items, TicketItems.IdToken, tokens.IdToken);
        Set(items, TicketItems.AccessTokens, AccessTokenSetJson.Write(tokens.Additional));
        Set(items, TicketItems.AudiencesRefused, AudienceRefusals.Write(tokens.AudiencesRefused));
        Set(items, TicketItems.Scheme, tokens.Scheme);
        if (tokens.Primary is { } primary)
        {
            items[TicketItems.Audience] = primary.Audience ?? "";
            items[TicketItems.RequestedScope] = primary.RequestedScope ?? "";
            items[TicketItems.ObtainedAt] =
                primary.ObtainedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        items[TicketItems.TokenNames] = string.Join(';', Listed.Where(name => items.ContainsKey(TokenPrefix + name)));
    }

    private static AccessTokenSet? Primary(IDictionary<string, string?> items)
    {
        if (Value(items, TicketItems.AccessToken) is not { } accessToken)
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
            Audience = items.TryGetValue(TicketItems.Audience, out var audience)
                ? (string.IsNullOrEmpty(audience) ? null : audience)
                : AccessTokenClaims.Audience(accessToken),
        };
    }

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
