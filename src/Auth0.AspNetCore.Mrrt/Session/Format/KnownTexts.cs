using System.Collections.Frozen;
using System.Security.Claims;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Texts that most sessions hold, by number. The list is part of the payload's version: with another one, even a
/// longer one, the sessions of users who are signed in would change their meaning.</summary>
internal static class KnownTexts
{
    /// <summary>The number of the first text that a payload holds itself.</summary>
    public const int FirstWritten = 49;

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
    ];

    private static readonly FrozenDictionary<string, int> Numbers =
        Texts.Select((text, number) => KeyValuePair.Create(text, number)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many there are: as many as the numbers before <see cref="FirstWritten"/>.</summary>
    public static int Count => Texts.Length;

    public static int? NumberOf(string text) => Numbers.TryGetValue(text, out var number) ? number : null;

    public static string Text(int number) => Texts[number];
}
