using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Canary.Rig;

/// <summary>An application that signs in with the framework's own handler, in front of a scripted tenant.</summary>
internal sealed class FrameworkRig : ILoginRig, IAsyncDisposable
{
    private const string SessionCookie = ".AspNetCore.Cookies";

    /// <summary>All applications share it. It needs no key ring on the disk.</summary>
    private static readonly EphemeralDataProtectionProvider Protection = new();

    private readonly WebApplication _application;
    private readonly ManualClock _clock;

    private FrameworkRig(WebApplication application, ScriptedTenant tenant, ManualClock clock)
    {
        _application = application;
        _clock = clock;
        Tenant = tenant;
        Browser = NewBrowser();
    }

    public ScriptedTenant Tenant { get; }

    public RigBrowser Browser { get; }

    public string LoginCookiePrefix => ".AspNetCore.Correlation.";

    public static async Task<FrameworkRig> StartAsync(
        Action<OpenIdConnectOptions> settings, Action<ScriptedTenant>? tell = null)
    {
        var clock = new ManualClock();
        var tenant = new ScriptedTenant(clock);
        tell?.Invoke(tenant);
        var backchannel = new ImpatientBackchannel(tenant);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost"));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.TokenValidationParameters = new ClockedParameters(clock);
                options.BackchannelHttpHandler = backchannel;
                settings(options);
            });
        builder.Services.AddSingleton<IDataProtectionProvider>(Protection);
        var application = builder.Build();
        // The page shows the exception, for the message of a test that fails.
        application.UseExceptionHandler(error => error.Run(http =>
            http.Response.WriteAsync(http.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error.ToString())));
        application.UseAuthentication();
        application.Run(http => http.Request.Path == "/login"
            ? http.ChallengeAsync(
                OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = "/" })
            : http.Response.WriteAsync(http.User.Identity!.IsAuthenticated ? "a user" : "nobody"));
        await application.StartAsync();
        backchannel.TimeOut = () => application.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
            .Get(OpenIdConnectDefaults.AuthenticationScheme).Backchannel.CancelPendingRequests();
        return new FrameworkRig(application, tenant, clock);
    }

    /// <summary>True when the answer begins a session.</summary>
    public static bool SignsIn(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Found && RigBrowser.SetCookies(response).Any(cookie =>
            cookie.Name.StartsWith(SessionCookie, StringComparison.Ordinal) && cookie.Value.Length > 0);

    public RigBrowser NewBrowser() => new(_application.GetTestServer().CreateHandler(), _clock);

    public async Task<Dictionary<string, StringValues>> BeginAsync(string path = "/login", RigBrowser? browser = null) =>
        await TryBeginAsync(path, browser) ?? throw new InvalidOperationException("No login began.");

    /// <summary>Null when no login begins.</summary>
    public async Task<Dictionary<string, StringValues>?> TryBeginAsync(string path = "/login", RigBrowser? browser = null)
    {
        using var response = await (browser ?? Browser).GetAsync(path);
        if (response.StatusCode != HttpStatusCode.Found)
        {
            return null;
        }

        // A fragment does not reach the tenant.
        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        if (query.TryGetValue("nonce", out var nonce))
        {
            Tenant.Nonce = nonce;
        }

        return query;
    }

    public Task<HttpResponseMessage> ComeBackAsync(string state, params (string Name, string Value)[] parameters) =>
        Browser.GetAsync(QueryHelpers.AddQueryString(
            "/callback",
            (parameters is [] ? [("code", "code-1")] : parameters).Append(("state", state))
                .Select(parameter => KeyValuePair.Create(parameter.Item1, (string?)parameter.Item2))));

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _application.DisposeAsync();
        Tenant.Dispose();
    }
}
