using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>
/// Decides what a refresh token is exchanged for: the rules of Auth0's page
/// <em>Configure and implement Multi-Resource Refresh Token</em>.
/// </summary>
internal sealed class RefreshEvaluation(Registrations registrations, TenantAddress address, TenantBehavior behavior)
{
    private const string ByPolicy = "mrrt";
    private const string ByLogin = "refresh_token_user_grant";

    /// <summary>Returns what is granted; null if the audience is refused.</summary>
    public IssuedGrant? Evaluate(LoginGrant login, string? audience, string? scope)
    {
        var target = audience is null || audience == address.UserInfo ? login.Audience : audience;
        var policy = PolicyScopes(login, target);
        if (target != login.Audience && policy is null)
        {
            if (behavior.RefuseAudienceOutsidePolicy)
            {
                return null;
            }

            // Auth0 does not refuse: it answers with a token for the audience of the sign-in.
            target = login.Audience;
            policy = PolicyScopes(login, target);
        }

        var allowed = Allowed(login, target, policy);
        var requested = ScopeList.Parse(scope);
        // Unknown and disallowed scopes are dropped without a word; no scope at all means everything.
        IReadOnlyList<string> granted = requested.Count == 0 ? allowed : [.. requested.Where(allowed.Contains)];
        return new IssuedGrant(registrations.FindApi(target), granted, policy is null ? ByLogin : ByPolicy);
    }

    private List<string> Allowed(LoginGrant login, string? target, IReadOnlyList<string>? policy)
    {
        var isOriginal = target == login.Audience;
        // Scopes such as openid belong to the user's sign-in, not to an API: they hold for every audience.
        var own = login.Scopes.Where(scope => isOriginal || ScopeList.IsOidc(scope));
        var added = isOriginal && !behavior.PoliciesWidenOriginalAudience ? [] : policy ?? [];
        var api = registrations.FindApi(target);
        return
        [
            .. own.Concat(added).Distinct().Where(scope =>
                ScopeList.IsOidc(scope) || (api is not null && ApiScopes.Allows(api, login.User, scope))),
        ];
    }

    /// <summary>The scopes the policies give for an API; null if no usable policy names it.</summary>
    private IReadOnlyList<string>? PolicyScopes(LoginGrant login, string? target)
    {
        if (!login.Client.IsFirstParty
            || target is null
            || target == address.ManagementApi
            || registrations.FindApi(target) is not { SkipConsentForFirstParty: true })
        {
            return null;
        }

        RefreshTokenPolicy[] entries = [.. login.Client.Policies.Where(policy => policy.Audience == target)];
        return entries.Length == 0 ? null : [.. entries.SelectMany(policy => policy.Scopes)];
    }
}
