namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>What an API can grant a user at all: its own scopes, cut by the user's permissions where RBAC is on.</summary>
internal static class ApiScopes
{
    public static bool Allows(TenantApi api, TenantUser user, string scope) =>
        api.Scopes.Contains(scope) && (!api.EnforcePermissions || Permissions(api, user).Contains(scope));

    public static IEnumerable<string> Permissions(TenantApi api, TenantUser user) =>
        user.Permissions.TryGetValue(api.Identifier, out var permissions) ? permissions : [];
}
