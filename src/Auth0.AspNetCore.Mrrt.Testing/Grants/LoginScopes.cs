using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>Decides what a sign-in is granted: what it asked for, less what the API does not have.</summary>
internal static class LoginScopes
{
    public static IReadOnlyList<string> Grant(
        TenantClient client, TenantApi? api, TenantUser user, IEnumerable<string> requested) =>
        [.. requested.Where(scope => IsGranted(client, api, user, scope))];

    private static bool IsGranted(TenantClient client, TenantApi? api, TenantUser user, string scope) => scope switch
    {
        ScopeList.OfflineAccess =>
            api is not { AllowOfflineAccess: false } && client.GrantTypes.Contains("refresh_token"),
        _ => ScopeList.IsOidc(scope) || (api is not null && ApiScopes.Allows(api, user, scope)),
    };
}
