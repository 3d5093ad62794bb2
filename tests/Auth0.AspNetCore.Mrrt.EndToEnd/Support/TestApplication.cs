using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>An application on Kestrel that signs its users in with a provider and calls three APIs for them.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    /// <summary>The status of a sign-in that came to nothing.</summary>
    public const int SignInFailed = StatusCodes.Status418ImATeapot;

    private readonly WebApplication _application;

    private TestApplication(WebApplication application, Arrivals tokenRequests)
    {
        _application = application;
        TokenRequests = tokenRequests;
        // A host of its own beside the provider's 127.0.0.1, so that no cookie goes to both.
        Address = new UriBuilder(application.Urls.Single()) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    /// <summary>The requests that want a token, counted when they come in.</summary>
    public Arrivals TokenRequests { get; }

    public static async Task<TestApplication> StartAsync(
        ISignInProvider provider,
        TimeProvider clock,
        Action<Auth0WebAppOptions>? login = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = provider.Domain;
                options.ClientId = provider.ClientId;
                options.ClientSecret = provider.ClientSecret;
                options.OpenIdConnectEvents.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    context.Response.StatusCode = SignInFailed;
                    context.Response.ContentType = "text/html";
                    return context.Response.WriteAsync("<p id=failure>The sign-in came to nothing.</p>");
                };
                login?.Invoke(options);
            })
            .WithAccessToken(options =>
            {
                options.Audience = provider.Apis[0].Audience;
                options.UseRefreshTokens = true;
                foreach (var api in provider.Apis)
                {
                    options.ScopeByAudience[api.Audience] = string.Join(' ', api.Scopes);
                }
            });
        services?.Invoke(builder.Services);
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var tokenRequests = new Arrivals();
        Map(application, tokenRequests);
        await application.StartAsync();
        var started = new TestApplication(application, tokenRequests);
        await provider.RegisterApplicationAsync(started.Address);
        return started;
    }

    /// <summary>The application proves who it is with this secret from now on.</summary>
    public void ChangeSecret(string secret) => _application.Services
        .GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>().Get(Auth0Constants.AuthenticationScheme).ClientSecret = secret;

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Map(WebApplication application, Arrivals tokenRequests)
    {
        application.MapGet("/", (HttpContext http) => Results.Content(
            $"<title>Home</title><p id=user>{http.User.Identity?.Name}</p>", "text/html"));
        application.MapGet("/login", (string? prompt, string? returnTo) =>
        {
            var login = new LoginAuthenticationPropertiesBuilder().WithRedirectUri(returnTo ?? "/");
            _ = prompt is null ? login : login.WithParameter("prompt", prompt);
            return Results.Challenge(login.Build(), [Auth0Constants.AuthenticationScheme]);
        });
        application.MapGet("/logout", () => Results.SignOut(
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(),
            [Auth0Constants.AuthenticationScheme]));
        application.MapGet("/logout/local", (HttpContext http) => http.SignOutAsync("Cookies"));
        application.MapGet("/session", async (HttpContext http, CancellationToken _) => new SessionAnswer(
            http.User.Identity?.Name,
            await http.GetTokenAsync("access_token"),
            await http.GetTokenAsync("refresh_token"),
            await http.GetTokenAsync("id_token"),
            await http.GetTokenAsync("expires_at") is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : null));
        application.MapGet("/token", async (HttpContext http, string audience, bool force, string? scope) =>
        {
            tokenRequests.Add();
            var result = await http.GetAccessTokenResultAsync(
                new AccessTokenRequest { Audience = audience, Scope = scope, ForceRefresh = force },
                cancellationToken: http.RequestAborted);
            return new TokenAnswer(
                result.Token?.Value, result.Reason?.ToString(), result.StatusCode, [.. result.Token?.Scopes ?? []])
            {
                Error = result.Error,
                MissingScopes = [.. result.MissingScopes],
                RetryAfter = result.RetryAfter?.TotalSeconds,
                ExpiresAt = result.Token?.ExpiresAt,
            };
        });
        application.MapFallback("{*path}", () => Results.Content("<title>Another page</title>", "text/html"));
    }
}
