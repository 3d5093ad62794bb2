using System.Globalization;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>The application of the browser lives, on a clock that only the lives move.</summary>
internal sealed class BrowserApp : IAsyncDisposable
{
    private const string Cookies = "Cookies";
    private const string Second = "Second";
    private const string External = "External";

    /// <summary>The claim that a sign-in changes.</summary>
    private const string Claims = "claims";

    private TaskCompletionSource<HttpContext?> _opened = new();
    private TaskCompletionSource _closes = new();

    private BrowserApp()
    {
    }

    public AppHost Host { get; private set; } = null!;

    public static async Task<BrowserApp> StartAsync(string kept)
    {
        var app = new BrowserApp();
        app.Host = await AppHost.StartAsync(
            services: services => services
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
                .ConfigureAll<CookieAuthenticationOptions>(options => options.SlidingExpiration = false)
                .Configure<CookieAuthenticationOptions>(Cookies, options => options.Events.OnValidatePrincipal = Validate)
                .AddAuthentication().AddCookie(Second).AddCookie(External),
            tenantOptions: options => options.TimeProvider = new ManualTimeProvider(),
            build: SessionPlaces.Build(kept),
            map: app.Map);
        (app.Host.Tenant.Client.AbsoluteLifetime, app.Host.Tenant.Client.IdleLifetime) = (null, null);
        return app;
    }

    /// <summary>Waits for a request to <c>/open</c> and keeps it open.</summary>
    /// <param name="send">Sends the request.</param>
    /// <returns>The request. Null when nobody is signed in.</returns>
    public async Task<KeptRequest?> OpenAsync(Func<Task<HttpResponseMessage>> send)
    {
        (_opened, _closes) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new());
        var response = send();
        if (await _opened.Task.WaitAsync(TimeSpan.FromSeconds(30)) is { } http)
        {
            return new KeptRequest(http, response, _closes);
        }

        (await response).Dispose();
        return null;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static Task Validate(CookieValidatePrincipalContext context)
    {
        var deed = context.Request.Query["deed"];
        if (deed == nameof(Deed.ReplacePrincipal))
        {
            context.ReplacePrincipal(With(context.Principal!, context.Request.Query["name"]!));
        }

        context.ShouldRenew = deed == nameof(Deed.ReplacePrincipal) || deed == nameof(Deed.Renew);
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal With(ClaimsPrincipal user, string claims) => new(new ClaimsIdentity(
        [.. user.Claims.Where(claim => claim.Type != Claims), new Claim(Claims, claims)], "test", "name", "roles"));

    private void Map(WebApplication application)
    {
        application.MapGet("/who", async (HttpContext http, CancellationToken _) => http.User.Identity?.IsAuthenticated == true
            ? new WhoAnswer(http.User.FindFirstValue(Claims) ?? BrowserModel.ClaimsOfLogin, await http.GetTokenAsync("access_token"))
            : new WhoAnswer(null, null));
        application.MapGet("/do", (HttpContext http, TimeProvider time, CancellationToken _, Deed deed, string name) =>
            DoAsync(http, time, deed, name));
        application.MapGet("/open", async (HttpContext http, CancellationToken _) =>
        {
            var isSignedIn = http.User.Identity?.IsAuthenticated == true;
            _opened.SetResult(isSignedIn ? http : null);
            await (isSignedIn ? _closes.Task : Task.CompletedTask);
        });
    }

    private static async Task DoAsync(HttpContext http, TimeProvider time, Deed deed, string name)
    {
        switch (deed)
        {
            case Deed.SignOut:
                await http.SignOutAsync(Cookies);
                return;
            case Deed.SignInExternally:
                await http.SignInAsync(External, With(new ClaimsPrincipal(), name));
                return;
            case Deed.SignInFromExternal:
                await http.SignInAsync(External, With(new ClaimsPrincipal(), name));
                await http.SignInAsync(Cookies, With(new ClaimsPrincipal(), name), new AuthenticationProperties());
                return;
        }

        if (await http.AuthenticateAsync(Cookies) is { Succeeded: true } session)
        {
            await DoSignedInAsync(http, session, time.GetUtcNow(), deed, name);
        }
    }

    private static async Task DoSignedInAsync(
        HttpContext http, AuthenticateResult session, DateTimeOffset now, Deed deed, string name)
    {
        var (user, properties) = (session.Principal!, session.Properties!);
        switch (deed)
        {
            case Deed.ChangeClaims:
                await http.SignInAsync(Cookies, With(user, name), properties);
                break;
            case Deed.CutShort:
                properties.ExpiresUtc = now.AddMinutes(10);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreTokens:
                properties.StoreTokens([.. properties.GetTokens()]);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreOwnToken when SchemeOf(properties) is not null: // Otherwise the tokens look like those of another login.
                properties.StoreTokens([
                    .. properties.GetTokens().Where(token => token.Name is not ("access_token" or "expires_at")),
                    new() { Name = "access_token", Value = name },
                    new() { Name = "expires_at", Value = now.AddDays(1).ToString("o", CultureInfo.InvariantCulture) }]);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.OutAndIn:
                await http.SignOutAsync(Cookies);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreTokensAnew:
                var anew = new AuthenticationProperties();
                anew.StoreTokens(properties.GetTokens());
                anew.Items[".AuthScheme"] = SchemeOf(properties);
                await http.SignInAsync(Cookies, user, anew);
                break;
            case Deed.CopyToSecondCookie:
                await http.SignInAsync(Second, user, properties.Clone());
                break;
            case Deed.SignInFromSecondCookie
                when await http.AuthenticateAsync(Second) is { Succeeded: true } second
                    && SessionOf(second.Properties!) == SessionOf(properties):
                await http.SignInAsync(Cookies, second.Principal, second.Properties);
                break;
        }
    }

    private static string? SchemeOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(".AuthScheme", out var scheme) ? scheme : null;

    private static string? SessionOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(TicketItems.SessionId, out var name) ? name : null;
}

/// <summary>Who is signed in, with which access token.</summary>
internal sealed record WhoAnswer(string? Claims, string? AccessToken);

/// <summary>A request that stays open.</summary>
internal sealed record KeptRequest(HttpContext Http, Task<HttpResponseMessage> Response, TaskCompletionSource Closes)
{
    public async Task CloseAsync()
    {
        Closes.SetResult();
        (await Response).Dispose();
    }
}
