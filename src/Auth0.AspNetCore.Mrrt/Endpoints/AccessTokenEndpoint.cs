using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Gives scripts of this application's own pages an access token, for listed audiences and scopes only.</summary>
/// <param name="scheme">The login scheme.</param>
/// <param name="allowed">What a browser may have.</param>
/// <param name="parameters">What the login endpoint takes.</param>
/// <param name="loginPath">The path of the login endpoint. Null when the endpoint is off.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class AccessTokenEndpoint(
    string scheme,
    BrowserTokens allowed,
    LoginParameters parameters,
    string? loginPath,
    TimeProvider time,
    ILogger<AccessTokenEndpoint> logger)
{
    private const string Audience = "audience";
    private const string Scope = "scope";

    private int _warned;

    public async Task InvokeAsync(HttpContext http)
    {
        JsonAnswer.Protect(http.Response);
        if (Refusal(http.Request, out var audience, out var scope) is { } refusal)
        {
            await RefuseAsync(http, refusal.Status, refusal.Reason).ConfigureAwait(false);
            return;
        }

        var result = await http.RequestServices.GetRequiredService<IAccessTokens>()
            .GetAsync(http, new AccessTokenRequest { Audience = audience, Scope = scope }, scheme, http.RequestAborted)
            .ConfigureAwait(false);
        if (result.Token is not { } token)
        {
            var login = loginPath is null ? null : SignedOutReturn.PathBase(http) + loginPath + parameters.Query(audience, scope);
            await TokenProblem.WriteAsync(http, result, login).ConfigureAwait(false);
        }
        else if (!allowed.Covers(audience, token.Scopes))
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
            {
                logger.WiderThanBrowserMayHave(scheme, audience);
            }

            await RefuseAsync(http, StatusCodes.Status403Forbidden, "ScopeNotAllowed").ConfigureAwait(false);
        }
        else
        {
            await WriteAsync(http, token).ConfigureAwait(false);
        }
    }

    /// <summary>Says why the request gets no token whatever the session holds. Null when the request may ask.</summary>
    private (int Status, string Reason)? Refusal(HttpRequest request, out string audience, out string scope)
    {
        (audience, scope) = ("", "");
        if (!SameOriginRequest.IsScript(request))
        {
            return (StatusCodes.Status403Forbidden, "NotSameOrigin");
        }

        var (audiences, scopes) = (request.Query[Audience], request.Query[Scope]);
        if (audiences.Count > 1 || scopes.Count > 1 || (audiences.ToString() is { Length: > 0 } given ? given : allowed.Only) is not { } asked)
        {
            return (StatusCodes.Status400BadRequest, nameof(AccessTokenFailure.InvalidRequest));
        }

        if (!allowed.Has(asked))
        {
            return (StatusCodes.Status403Forbidden, "AudienceNotAllowed");
        }

        audience = asked;
        scope = ScopeSet.Count(scopes) == 0 ? allowed.Scope(asked) : scopes.ToString();
        return ScopeSet.Covers(allowed.Scope(asked), scope) ? null : (StatusCodes.Status403Forbidden, "ScopeNotAllowed");
    }

    private static Task RefuseAsync(HttpContext http, int status, string reason) =>
        JsonAnswer.ProblemAsync(http, status, "There is no access token.", ("reason", reason));

    private Task WriteAsync(HttpContext http, AccessToken token) =>
        JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, "application/json", writer =>
        {
            writer.WriteString("access_token", token.Value);
            writer.WriteNumber("expires_in", Math.Max(0, (long)(token.ExpiresAt - time.GetUtcNow()).TotalSeconds));
            writer.WriteString("scope", string.Join(' ', token.Scopes));
            writer.WriteString("token_type", token.TokenType);
        });
}
