namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>Scopes as an ordered list without repeats (RFC 6749, 3.3).</summary>
internal static class ScopeList
{
    public const string OpenId = "openid";
    public const string OfflineAccess = "offline_access";
    public const string OnlineAccess = "online_access";

    private static readonly string[] Oidc =
        [OpenId, "profile", "email", "address", "phone", OfflineAccess];

    public static IReadOnlyList<string> Parse(string? scope) =>
        scope is null ? [] : [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public static bool IsOidc(string scope) => Oidc.Contains(scope);

    public static string? Print(IReadOnlyCollection<string> scopes) =>
        scopes.Count == 0 ? null : string.Join(' ', scopes);
}
