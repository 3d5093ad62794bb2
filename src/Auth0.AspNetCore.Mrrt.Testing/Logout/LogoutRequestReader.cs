using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Token;

namespace Auth0.AspNetCore.Mrrt.Testing.Logout;

/// <summary>Checks that the parameters of <c>/oidc/logout</c> agree with each other and with the allow lists.</summary>
internal sealed class LogoutRequestReader(
    Registrations registrations, Auth0TenantOptions options, TenantBehavior behavior, IdTokens idTokens)
{
    public bool TryRead(
        RequestParameters parameters,
        [NotNullWhen(true)] out LogoutRequest? request,
        [NotNullWhen(false)] out string? problem)
    {
        var hint = parameters["id_token_hint"] is { } idToken ? idTokens.Find(idToken) : null;
        var named = registrations.FindClient(parameters["client_id"]);
        request = null;
        problem = Disagreement(parameters, hint, named);
        if (problem is not null)
        {
            return false;
        }

        var client = named ?? (behavior.IdTokenHintUsesTenantLogoutUrls ? null : hint?.Client);
        var allowed = client?.LogoutUrls ?? options.LogoutUrls;
        var asked = parameters["post_logout_redirect_uri"];
        if (asked is not null && !UrlAllowList.Allows(allowed, asked))
        {
            problem = "The post_logout_redirect_uri is not defined as a valid URL in \"Allowed Logout URLs\".";
            return false;
        }

        request = new LogoutRequest
        {
            RedirectUri = asked ?? (named is null ? null : UrlAllowList.First(allowed)),
            State = parameters["state"],
            HintedSession = hint?.SessionId ?? parameters["logout_hint"],
        };
        return true;
    }

    private static string? Disagreement(RequestParameters parameters, LoginGrant? hint, TenantClient? named)
    {
        if (parameters["id_token_hint"] is not null && hint is null)
        {
            return "The id_token_hint is not an ID token of this tenant.";
        }

        if (parameters["client_id"] is not null && named is null)
        {
            return "Unknown client.";
        }

        if (hint is not null && named is not null && hint.Client != named)
        {
            return "The client_id does not match the id_token_hint.";
        }

        return hint is not null && parameters["logout_hint"] is { } session && session != hint.SessionId
            ? "The logout_hint does not match the id_token_hint."
            : null;
    }
}
