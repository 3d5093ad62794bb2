using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The items of a login that its callback needs. They travel in the protected <c>state</c>, and are removed from the
/// ticket.</summary>
internal static class LoginItems
{
    public const string Nonce = ".Auth0.Login.nonce";
    public const string Audience = ".Auth0.Login.audience";
    public const string Scope = ".Auth0.Login.scope";
    public const string Organization = ".Auth0.Login.organization";
    public const string MaxAge = ".Auth0.Login.max_age";

    /// <summary>The name of the cookie that ties the login to its browser, without its prefix.</summary>
    public const string Correlation = ".Auth0.Login.correlation";

    /// <summary>When the login began: seconds since 1970, and a number that orders the logins of one second.</summary>
    public const string BeganAt = ".Auth0.Login.began";

    /// <summary>Marks the state of a sign-out.</summary>
    public const string SignOut = ".Auth0.Login.sign_out";

    private const string Prefix = ".Auth0.Login.";

    /// <summary>Items that the framework's handler writes.</summary>
    private static readonly string[] OfFramework =
    [
        OAuthConstants.CodeVerifierKey,
        OpenIdConnectDefaults.RedirectUriForCodePropertiesKey,
        OpenIdConnectDefaults.UserstatePropertiesKey,
        OpenIdConnectSessionProperties.SessionState,
        OpenIdConnectSessionProperties.CheckSessionIFrame,
    ];

    public static string? Read(IDictionary<string, string?> items, string name) =>
        items.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    /// <summary>When the login began; null when the state does not say so.</summary>
    public static DateTimeOffset? Began(AuthenticationProperties properties) =>
        Read(properties.Items, BeganAt) is { } text
        && long.TryParse(text.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Removes what an earlier challenge with the same properties left.</summary>
    public static void Restart(IDictionary<string, string?> items) => Remove(items, OfFramework);

    /// <summary>Removes everything that only a login needs.</summary>
    public static void Clear(IDictionary<string, string?> items) => Remove(
        items,
        [
            .. OfFramework,
            .. items.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)
                || name.StartsWith(AuthorizationParameters.ItemPrefix, StringComparison.Ordinal)),
        ]);

    private static void Remove(IDictionary<string, string?> items, string[] names)
    {
        foreach (var name in names)
        {
            items.Remove(name);
        }
    }
}
