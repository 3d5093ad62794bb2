using System.Collections.Frozen;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Which parameters of an authorization request an application may set, and how they travel.</summary>
internal static class AuthorizationParameters
{
    /// <summary>Before the name of each parameter among the items of a challenge.</summary>
    public const string ItemPrefix = "Auth0:";

    /// <summary>Before the name of each parameter among the items of a sign-out.</summary>
    public const string LogoutItemPrefix = "Auth0.Logout:";

    /// <summary>Before the name of each parameter that means something to the tenant's own code only.</summary>
    public const string ExtensionPrefix = "ext-";

    /// <summary>Parameters of the protocol that have no place in a request of this library.</summary>
    public static readonly string[] Foreign =
        ["client_secret", "client_assertion", "client_assertion_type", "request", "request_uri", "state"];

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "client_id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "response_type",
        "response_mode",
        "redirect_uri",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "request",
        "request_uri");

    private static readonly FrozenSet<string> ReservedAtLogout = FrozenSet.Create(
        StringComparer.Ordinal, "client_id", "id_token_hint", "post_logout_redirect_uri", "returnTo");

    /// <summary>Parameters that are final when the login's state is protected: the protocol's own, and those that the
    /// callback compares the answer with.</summary>
    public static readonly string[] Settled = [.. Reserved, "audience", "scope", "organization", "max_age"];

    public static bool IsReservedAtLogout(string key) => ReservedAtLogout.Contains(key);

    public static bool IsReserved(string key) => Reserved.Contains(key);

    public static void ThrowIfReserved(string key)
    {
        if (IsReserved(key))
        {
            throw new ArgumentException($"'{key}' is the protocol's own and is set by the login handler.", nameof(key));
        }
    }
}
