using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>Composes the answer to a successful exchange.</summary>
internal sealed class TokenResponse(
    AccessTokens accessTokens, IdTokens idTokens, TenantAddress address, TenantBehavior behavior)
{
    public JsonObject Create(
        TokenCall call, LoginGrant login, IssuedGrant issued, string? nonce, string? refreshToken)
    {
        var (accessToken, lifetime) = accessTokens.Issue(login, issued);
        var body = new JsonObject { ["access_token"] = accessToken };
        if (refreshToken is not null)
        {
            body["refresh_token"] = refreshToken;
        }

        if (issued.Scopes.Contains(ScopeList.OpenId) && !LeavesOutIdToken(call))
        {
            body["id_token"] = idTokens.Issue(login, issued.Scopes, nonce);
        }

        var scope = ScopeList.Print(issued.Scopes);
        if (scope is not null && !behavior.OmitScope)
        {
            body["scope"] = scope;
        }

        if (!behavior.OmitExpiresIn)
        {
            body["expires_in"] = (long)lifetime.TotalSeconds;
        }

        body["token_type"] = "Bearer";
        if (behavior.AddUnknownMembers)
        {
            body[$"x_{RandomValue.Create(6)}"] = "ignore me";
            body[$"y_{RandomValue.Create(6)}"] = new JsonObject { ["nested"] = new JsonArray(1, true, "x") };
        }

        call.IssuedAudience = issued.Api?.Identifier ?? address.UserInfo;
        call.IssuedScope = scope;
        call.Policy = issued.Policy;
        return body;
    }

    private bool LeavesOutIdToken(TokenCall call) =>
        behavior.OmitIdToken || (behavior.OmitIdTokenOnRefresh && call.Grant == RefreshGrant.Type);
}
