namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What travels through the tenant and back, sealed in <c>state</c>, and is gone from the ticket
/// afterwards.</summary>
internal static class LoginItems
{
    public const string CodeVerifier = ".Auth0.Login.code_verifier";
    public const string Nonce = ".Auth0.Login.nonce";
    public const string RedirectUri = ".Auth0.Login.redirect_uri";
    public const string Audience = ".Auth0.Login.audience";
    public const string Scope = ".Auth0.Login.scope";
    public const string Organization = ".Auth0.Login.organization";
    public const string MaxAge = ".Auth0.Login.max_age";

    /// <summary>The name of the cookie that ties the login to its browser, without its prefix.</summary>
    public const string Correlation = ".Auth0.Login.correlation";

    /// <summary>When the login began: seconds since 1970.</summary>
    public const string Began = ".Auth0.Login.began";

    /// <summary>Marks the state of a sign-out, which is none of a login.</summary>
    public const string SignOut = ".Auth0.Login.sign_out";

    private const string Prefix = ".Auth0.Login.";

    public static string? Read(IDictionary<string, string?> items, string name) =>
        items.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    public static void Clear(IDictionary<string, string?> items)
    {
        foreach (var name in items.Keys
                     .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)
                         || name.StartsWith(AuthorizationParameters.ItemPrefix, StringComparison.Ordinal))
                     .ToArray())
        {
            items.Remove(name);
        }
    }
}
