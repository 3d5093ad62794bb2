using System.Collections.Frozen;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Texts that most sessions hold, by number. The list is part of the payload's version: with another one, even a
/// longer one, the sessions of users who are signed in would change their meaning. Each version goes on from the list before
/// it.</summary>
internal static class KnownTexts
{
    /// <summary>How many there are in version 1, and so the number of the first text that a payload holds itself.</summary>
    public const int CountInVersion1 = 49;

    /// <summary>The same in version 2.</summary>
    public const int Count = 64;

    private static readonly string[] Texts =
    [
        "",
        "Bearer",
        "DPoP",
        Auth0Constants.AuthenticationScheme,
        "Auth0Cookies",
        "Cookies",
        ClaimsIdentity.DefaultIssuer,
        ClaimValueTypes.String,
        ClaimValueTypes.Integer,
        ClaimValueTypes.Integer32,
        ClaimValueTypes.Integer64,
        ClaimValueTypes.Boolean,
        ClaimValueTypes.Double,
        "JSON",
        "JSON_ARRAY",
        ClaimTypes.Name,
        ClaimTypes.NameIdentifier,
        ClaimTypes.Role,
        ClaimTypes.Email,
        "name",
        "roles",
        "sub",
        "iss",
        "aud",
        "sid",
        "nickname",
        "given_name",
        "family_name",
        "picture",
        "locale",
        "email",
        "email_verified",
        "updated_at",
        "org_id",
        "org_name",
        "auth_time",
        "amr",
        "acr",
        "true",
        "false",
        ".persistent",
        ".redirect",
        ".refresh",
        "/",
        "True",
        "False",
        "openid profile email",
        "openid profile email offline_access",
        "Microsoft.AspNetCore.Authentication.Cookies-SessionId",

        // From here on since version 2.
        TicketItems.Client,
        TicketItems.SessionExpiry,
        "openid",
        "profile",
        "preferred_username",
        "phone_number",
        "phone_number_verified",
        "middle_name",
        "gender",
        "birthdate",
        "zoneinfo",
        "website",
        "address",
        "permissions",
        "scope",
    ];

    private static readonly FrozenDictionary<string, int> Numbers =
        Texts.Select((text, number) => KeyValuePair.Create(text, number)).ToFrozenDictionary(StringComparer.Ordinal);

    public static int? NumberOf(string text) => Numbers.TryGetValue(text, out var number) ? number : null;

    public static string Text(int number) => Texts[number];
}
