using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>An application in front of a scripted tenant, and a browser that a test takes through a login step by
/// step.</summary>
internal sealed class LoginRig : ILoginRig, IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly OpenResponses _responses;

    private LoginRig(
        WebApplication application, OpenResponses responses, ScriptedTenant tenant, ManualTimeProvider time, RecordedLogs logs)
    {
        (_application, _responses) = (application, responses);
        Tenant = tenant;
        Time = time;
        Logs = logs;
        Browser = NewBrowser();
    }

    public ScriptedTenant Tenant { get; }

    public ManualTimeProvider Time { get; }

    public RecordedLogs Logs { get; }

    public RigBrowser Browser { get; private set; }

    public string LoginCookiePrefix => "__Host-Auth0.Login.";

    public IServiceProvider Services => _application.Services;

    public static async Task<LoginRig> StartAsync(
        Action<Auth0WebAppOptions>? login = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Action<ScriptedTenant>? tenant = null,
        Action<OpenIdConnectOptions>? handler = null)
    {
        var time = new ManualTimeProvider();
        var logs = new RecordedLogs();
        var scripted = new ScriptedTenant(time);
        tenant?.Invoke(scripted);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost"));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddRoutingCore().AddSingleton<TimeProvider>(time);
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = ScriptedTenant.Domain;
                options.ClientId = ScriptedTenant.ClientId;
                options.ClientSecret = "client-secret-1";
                options.BackchannelHttpHandler = scripted;
                login?.Invoke(options);
            })
            .WithAccessToken(options => options.UseRefreshTokens = true);
        builder.Services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => handler?.Invoke(options));
        services?.Invoke(builder.Services);
        var application = builder.Build();
        var responses = new OpenResponses();
        application.Use(responses.CountAsync);
        application.UseExceptionHandler(error => error.Run(http => http.Response.WriteAsync("sorry")));
        application.UseAuthentication();
        application.MapGet("/", () => "home");
        application.MapGet("/login", (HttpContext http, string? scheme) => http.ChallengeAsync(
            scheme ?? Auth0Constants.AuthenticationScheme,
            new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").Build()));
        application.MapGet("/user", (ClaimsPrincipal user) => user.Claims.Select(claim => $"{claim.Type}={claim.Value}"));
        map?.Invoke(application);
        await application.StartAsync();
        return new LoginRig(application, responses, scripted, time, logs);
    }

    public RigBrowser NewBrowser() => new(_application.GetTestServer().CreateHandler(), Time);

    public void Advance(TimeSpan by) => Time.Advance(by);

    /// <summary>Waits for the responses that are out, and for the moment in which their callbacks can still be joined.</summary>
    public async Task ForgetCallbacksAsync()
    {
        await _responses.CompletedAsync();
        Advance(CallbackFlights.KeptAfterResponse);
    }

    /// <summary>Goes as far as the tenant.</summary>
    public async Task<Dictionary<string, StringValues>> BeginAsync(string path = "/login", RigBrowser? browser = null)
    {
        using var response = await (browser ?? Browser).GetAsync(path);
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        if (query.TryGetValue("nonce", out var nonce))
        {
            Tenant.Nonce = nonce;
        }

        return query;
    }

    /// <summary>Comes back with the code, or with what the test makes of it.</summary>
    public Task<HttpResponseMessage> ComeBackAsync(string state, params (string Name, string Value)[] parameters) =>
        Browser.GetAsync(QueryHelpers.AddQueryString(
            "/callback",
            (parameters is [] ? [("code", "code-1")] : parameters).Append(("state", state))
                .Select(parameter => KeyValuePair.Create(parameter.Item1, (string?)parameter.Item2))));

    public async Task<HttpResponseMessage> SignInAsync(string path = "/login") =>
        await ComeBackAsync((await BeginAsync(path))["state"]!);

    /// <summary>Signs in and says whether there is a session, and what the log says if there is none.</summary>
    public async Task<string?> RefusalAsync(string path = "/login")
    {
        using var response = await SignInAsync(path);
        return await RefusalAsync(response);
    }

    /// <summary>What a login that came to nothing leaves: one clear line in the log, and nothing else.</summary>
    public async Task<string?> RefusalAsync(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Found)
        {
            Browser.Cookies.Keys.Should().ContainSingle(name => name.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal));
            return null;
        }

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).Should().Be("sorry");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        Browser.Cookies.Keys.Should().NotContain(name => name.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal));
        return Logs.Lines.Last(line => line.Contains("was refused", StringComparison.Ordinal)
            || line.Contains("refused a login", StringComparison.Ordinal));
    }

    public async Task<string[]> ClaimsAsync()
    {
        using var response = await Browser.GetAsync("/user");
        return (await response.Content.ReadFromJsonAsync<string[]>())!;
    }

    /// <summary>Begins anew with another browser, for a test that shares the application with others.</summary>
    public void Forget()
    {
        SearchLogs();
        Browser.Dispose();
        Browser = NewBrowser();
        Logs.Lines.Clear();
        Tenant.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        SearchLogs();
        Browser.Dispose();
        await _application.DisposeAsync();
        Tenant.Dispose();
    }

    /// <summary>Every test ends with a search of all that was logged for everything that must not be.</summary>
    private void SearchLogs()
    {
        string[] secrets = ["client-secret-1", "access-token-1", "refresh-token-1", "code-1", .. Browser.Cookies.Values];
        // The host's own request log writes the callback's query; it is the application's to configure.
        var leaks =
            from secret in secrets
            where secret.Length > 11 || secret == "code-1"
            from line in Logs.Lines
            where !line.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal)
            where line.Contains(secret, StringComparison.Ordinal)
            select line;
        leaks.Should().BeEmpty("no token, code, secret or cookie is ever logged");
    }
}
