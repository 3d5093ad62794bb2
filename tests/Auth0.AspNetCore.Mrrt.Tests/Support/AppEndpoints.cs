using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>What the tests' application offers.</summary>
internal static class AppEndpoints
{
    public static void Map(WebApplication application)
    {
        application.MapGet("/", () => "home");
        application.MapGet("/login", (HttpContext http, string? audience, string? scope, string? returnTo) =>
        {
            var login = new LoginAuthenticationPropertiesBuilder().WithRedirectUri(returnTo ?? "/");
            _ = audience is null ? login : login.WithAudience(audience);
            _ = scope is null ? login : login.WithScope(scope);
            return http.ChallengeAsync(Auth0Constants.AuthenticationScheme, login.Build());
        });
        application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(
            Auth0Constants.AuthenticationScheme,
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build()));
        application.MapGet("/logout/local", (HttpContext http) => http.SignOutAsync("Cookies"));
        application.MapGet(
            "/token",
            async (HttpContext http, CancellationToken aborted, string? audience, string? scope, bool force = false) =>
                Answer(await http.GetAccessTokenResultAsync(
                    new AccessTokenRequest { Audience = audience, Scope = scope, ForceRefresh = force },
                    cancellationToken: aborted)));
        application.MapGet("/tokens", async (HttpContext http, string[] audience) => (await Task.WhenAll(
                audience.Select(one => http
                    .GetAccessTokenResultAsync(new AccessTokenRequest { Audience = one }).AsTask())))
            .Select(Answer));
        application.MapGet("/session", async (HttpContext http, CancellationToken _) => new SessionAnswer(
            http.User.Identity?.Name,
            http.User.FindFirstValue(ClaimTypes.NameIdentifier),
            await http.GetTokenAsync("access_token"),
            await http.GetTokenAsync("refresh_token"),
            await http.GetTokenAsync("id_token"),
            await http.GetTokenAsync("expires_at")));
    }

    /// <summary>The names of everything the ticket holds.</summary>
    public static void MapItems(this WebApplication application) => application.MapGet(
        "/items",
        async (HttpContext http, CancellationToken _) => (await http.AuthenticateAsync()).Properties!.Items.Keys.Order(StringComparer.Ordinal));

    public static TokenAnswer Answer(AccessTokenResult result) => new(
        result.Token?.Value,
        result.Reason?.ToString(),
        [.. result.Token?.Scopes ?? []],
        [.. result.MissingScopes],
        result.Token?.ExpiresAt,
        result.Error,
        result.ErrorDescription);
}
