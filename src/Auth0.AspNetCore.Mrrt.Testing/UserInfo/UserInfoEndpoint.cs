using System.Net.Http.Headers;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Token;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.UserInfo;

/// <summary><c>/userinfo</c>, for access tokens that were granted <c>openid</c>.</summary>
internal sealed class UserInfoEndpoint(AccessTokens accessTokens, TenantCounters counters)
{
    public async Task HandleAsync(HttpContext http)
    {
        counters.Add(TenantCounters.Count.UserInfoRequests);
        var presented = Bearer(http.Request) ?? await FormAsync(http.Request).ConfigureAwait(false);
        var token = presented is null ? null : accessTokens.Find(presented);
        if (token is null || token.Login.User.Deleted)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await OAuthError.Unauthorized.WriteAsync(http.Response).ConfigureAwait(false);
        }
        else if (!token.Scopes.Contains(ScopeList.OpenId))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\", scope=\"openid\"";
            await new OAuthError(403, "insufficient_scope", "The access token was not granted openid")
                .WriteAsync(http.Response).ConfigureAwait(false);
        }
        else
        {
            var claims = UserClaims.For(token.Login.User, token.Scopes);
            claims["sub"] = token.Login.User.Id;
            await JsonReply.WriteAsync(
                http.Response, StatusCodes.Status200OK, claims.WithOrganization(token.Login.Organization))
                .ConfigureAwait(false);
        }
    }

    private static string? Bearer(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    private static async Task<string?> FormAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
            ? (await RequestParameters.FromBodyAsync(request).ConfigureAwait(false))["access_token"]
            : null;
}
