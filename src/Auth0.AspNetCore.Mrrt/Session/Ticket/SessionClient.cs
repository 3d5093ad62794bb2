using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>
/// The client and the tenant that issued a session's tokens. A login notes them in its ticket. An application may put other tokens
/// into a ticket: then their ID token tells. The tokens are of no use to another client, and must not be sent to another tenant.
/// </summary>
internal static class SessionClient
{
    /// <summary>Gives the <see cref="ClientMark"/> of a session. Null when neither the ticket nor the tokens tell.</summary>
    public static string? Of(IDictionary<string, string?>? items, SessionTokens tokens) =>
        items is not null && items.TryGetValue(TicketItems.Client, out var noted) && !string.IsNullOrEmpty(noted)
            ? noted
            : Issued(tokens);

    /// <summary>Notes the client in the items of a sign-in or of a token write.</summary>
    /// <param name="items">The items. What they note already holds, unless the application has put other tokens there.</param>
    public static void Note(IDictionary<string, string?> items)
    {
        if (PreviousSessionItems.IsUntouched(items) && items.ContainsKey(TicketItems.Client))
        {
            return;
        }

        if (Issued(TicketTokens.Read(items)) is { } issued)
        {
            items[TicketItems.Client] = issued;
        }
    }

    /// <summary>True when two generations of a session hold tokens of different clients.</summary>
    public static bool Differs(SessionTokens one, SessionTokens other) =>
        !one.PackedIdToken.Is(other.PackedIdToken)
        && Issued(one) is { } first
        && Issued(other) is { } second
        && first != second;

    /// <summary>Reads the client out of the ID token: <c>iss</c>, and <c>azp</c> or the only <c>aud</c> (OpenID Connect Core 1.0,
    /// section 2).</summary>
    private static string? Issued(SessionTokens tokens) =>
        tokens.IdToken?.Split('.') is [_, var payload, _]
        && JwtJson.Payload(payload) is { } claims
        && JwtJson.Text(claims, "iss") is { } issuer
        && (JwtJson.Text(claims, "azp") ?? OnlyAudience(claims)) is { } clientId
            ? ClientMark.Of(issuer, clientId)
            : null;

    private static string? OnlyAudience(JsonElement claims)
    {
        if (claims.TryGetProperty("aud", out var audience)
            && audience.ValueKind is JsonValueKind.Array
            && audience.GetArrayLength() == 1
            && audience[0].ValueKind is JsonValueKind.String)
        {
            return audience[0].GetString();
        }

        return JwtJson.Text(claims, "aud");
    }
}
