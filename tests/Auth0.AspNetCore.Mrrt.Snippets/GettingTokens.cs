using System.Net;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class GettingTokens
{
    public static async Task<IResult> StringAsync(HttpContext http, CancellationToken cancellationToken)
    {
        #region string-form
        var token = await http.GetAccessTokenAsync(
            "https://orders.example.com", "write:orders", cancellationToken);
        #endregion
        return Results.Text(token is null ? "" : "there is one");
    }

    public static async Task<IResult> ResultAsync(HttpContext http)
    {
        #region result-form
        var result = await http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = "https://orders.example.com", Scope = "write:orders" });

        return result switch
        {
            { Succeeded: true, MissingScopes: [] } => Results.Text($"valid until {result.Token.ExpiresAt:t}"),
            { Succeeded: true } => Results.Text($"valid, but without {string.Join(' ', result.MissingScopes)}"),

            // Time helps.
            { Reason: AccessTokenFailure.Transient or AccessTokenFailure.CoordinationUnavailable } =>
                Results.StatusCode(StatusCodes.Status503ServiceUnavailable),

            // An operator helps.
            { Reason: AccessTokenFailure.AudienceNotGranted or AccessTokenFailure.ScopeNotGranted } =>
                Results.Problem(result.ErrorDescription),
            { Reason: AccessTokenFailure.NoRefreshTokenGranted or AccessTokenFailure.ExchangeRefused or AccessTokenFailure.ClientRefused } =>
                Results.Problem(result.ErrorDescription),

            // A developer helps: the audience or the scopes exceed a bound.
            { Reason: AccessTokenFailure.InvalidRequest } => Results.BadRequest(),

            // The user helps, with a login that obtains this token itself.
            _ => Results.Challenge(
                new LoginAuthenticationPropertiesBuilder()
                    .WithAudience("https://orders.example.com")
                    .WithScope("openid profile read:orders write:orders")
                    .Build(),
                [Auth0Constants.AuthenticationScheme]),
        };
        #endregion
    }

    public static void Defaults(Auth0WebAppWithAccessTokenOptions options)
    {
        #region scopes-by-audience
        options.Audience = "https://orders.example.com";
        options.ScopeByAudience["https://orders.example.com"] = "read:orders";
        options.ScopeByAudience["https://inventory.example.com"] = "read:inventory";
        #endregion
    }

    public static async Task<IResult> TwoAsync(HttpContext http)
    {
        #region several-tokens
        var results = await http.GetAccessTokensAsync(
        [
            new AccessTokenRequest { Audience = "https://orders.example.com" },
            new AccessTokenRequest { Audience = "https://inventory.example.com" },
        ]);
        var (orders, inventory) = (results[0], results[1]);
        #endregion
        return Results.Text(orders.Succeeded && inventory.Succeeded ? "both" : "not both");
    }

    public static async Task<string?> OnceMoreAsync(HttpContext http, HttpResponseMessage response, string? token)
    {
        #region force-refresh
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // Once: an API that refuses a new token will refuse the next one too.
            token = await http.GetAccessTokenAsync(
                new AccessTokenRequest { Audience = "https://orders.example.com", ForceRefresh = true });
        }
        #endregion

        return token;
    }
}

#region access-tokens-service
public sealed class Orders(IAccessTokens accessTokens, IHttpContextAccessor accessor)
{
    public async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("Orders belong to a request.");
        var result = await accessTokens.GetAsync(http, "https://orders.example.com", cancellationToken: cancellationToken);
        return result.Token?.Value;
    }
}
#endregion
