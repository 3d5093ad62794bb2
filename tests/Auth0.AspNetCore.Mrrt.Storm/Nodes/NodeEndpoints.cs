using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>The pages of a server.</summary>
internal sealed class NodeEndpoints(NodeIdentity node, SignInLog log, TimeProvider time)
{
    /// <summary>In a request's query: the application wants the session's cookie renewed.</summary>
    public const string Renew = "renew";

    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestOpen = TimeSpan.FromSeconds(60);

    public void Map(WebApplication application)
    {
        application.MapGet("/", () => "A server of the storm.");
        application.MapGet("/login", (string user) => Results.Challenge(
            new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").WithParameter("login_hint", user).Build(),
            [Auth0Constants.AuthenticationScheme]));
        application.MapGet("/logout", () => Results.SignOut(
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(),
            [Auth0Constants.AuthenticationScheme]));
        application.MapGet("/token", (HttpContext http, string audience, string? scope, bool force) =>
            AnswerAsync(http, Request(audience, scope, force)));
        application.MapGet("/claims", (HttpContext http, string audience, string? scope, bool force, int version) =>
            SignInAsync(http, Request(audience, scope, force), session => NodeSignIns.ChangeAsync(http, session, version)));
        application.MapGet("/out-and-in", (HttpContext http, string audience, string? scope, bool force) =>
            SignInAsync(http, Request(audience, scope, force), session => NodeSignIns.OutAndInAsync(http, session)));
        application.MapGet("/reissue", (HttpContext http, string audience, string? scope, bool force) =>
            SignInAsync(http, Request(audience, scope, force), session => NodeSignIns.ReissueAsync(http, session)));
        application.MapGet("/elevate", (HttpContext http, string audience, string? scope, bool force) =>
            SignInAsync(http, Request(audience, scope, force), session => NodeSignIns.ElevateAsync(http, session)));
        application.MapGet("/open", (HttpContext http, string audience) =>
            StayOpenAsync(http, Request(audience, scope: null, force: false)));
    }

    private static AccessTokenRequest Request(string audience, string? scope, bool force) =>
        new() { Audience = audience, Scope = scope, ForceRefresh = force };

    /// <summary>Signs in the session's user, and asks for a token afterwards.</summary>
    private async Task<NodeAnswer> SignInAsync(
        HttpContext http, AccessTokenRequest request, Func<AuthenticateResult, Task> signInAsync)
    {
        var session = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var outcome = session.Succeeded ? await log.WatchAsync(() => signInAsync(session)) : (SignInOutcome?)null;
        return await AnswerAsync(http, request, outcome);
    }

    /// <summary>Asks for tokens until the browser goes away: one answer in each line.</summary>
    private async Task StayOpenAsync(HttpContext http, AccessTokenRequest request)
    {
        var end = time.GetUtcNow() + LongestOpen;
        try
        {
            while (time.GetUtcNow() < end)
            {
                var answer = await AnswerAsync(http, request);
                await http.Response.WriteAsync(JsonSerializer.Serialize(answer) + "\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(OpenPause, time, http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser has heard enough.
        }
    }

    private async Task<NodeAnswer> AnswerAsync(
        HttpContext http, AccessTokenRequest request, SignInOutcome? outcome = null)
    {
        var elevated = await http.AuthenticateAsync(NodeSignIns.Elevated);
        var askedAt = time.GetUtcNow();
        var result = await http.GetAccessTokenResultAsync(request, cancellationToken: http.RequestAborted);
        var subject = http.User.FindFirst("sub")?.Value;
        return new NodeAnswer
        {
            Node = node,
            Subject = subject,
            Version = subject is null ? null : NodeSignIns.VersionOf(http.User),
            ElevatedSubject = elevated.Principal?.FindFirst("sub")?.Value,
            Token = result.Token?.Value,
            Reason = result.Reason?.ToString(),
            TenantStatus = result.StatusCode,
            ExpiresAt = result.Token?.ExpiresAt,
            AskedAt = askedAt,
            HandedOutAt = time.GetUtcNow(),
            SignIn = outcome,
        };
    }
}
