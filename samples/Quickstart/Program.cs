using Auth0.AspNetCore.Mrrt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;
using Quickstart;
using Quickstart.Check;

const string CheckSwitch = "--check";
const string SignInFailed = "/sign-in-failed";
const int UsualPort = 5080;
var check = args.Contains(CheckSwitch);
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != CheckSwitch)]);
var address = Address.Choose(builder.Configuration, UsualPort, check);
Console.WriteLine(Address.FirstLine(address, check ? "the application, a local tenant and three APIs" : null));
builder.WebHost.UseUrls(address);
builder.Logging.SetMinimumLevel(check ? LogLevel.Error : LogLevel.Warning);

// What surrounds the application: a clock that can be moved, a local tenant unless a real one is configured, three APIs.
var clock = new AdjustableClock();
var configured = check ? null : QuickstartSettings.FromConfiguration(builder.Configuration.GetSection("Auth0"));
await using var tenant = configured is null ? await LocalTenant.StartAsync(clock) : null;
var settings = configured ?? tenant!.Settings();
await using var apis = await SampleApis.StartAsync(settings.Issuer, settings.Apis, clock);

// What an application writes: where its users sign in, and which tokens it needs for them.
builder.Services
    .AddAuth0WebApp(options =>
    {
        options.Domain = settings.Domain;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.AccessDeniedPath = SignInFailed;
        options.OpenIdConnectEvents = new() { OnRemoteFailure = RedirectToSignInFailed };
    })
    .WithAccessToken(options =>
    {
        options.Audience = settings.Apis[0].Audience;
        foreach (var api in settings.Apis)
        {
            options.ScopeByAudience[api.Audience] = api.Scope;
        }
    });

// What only this sample needs.
builder.Services.AddSingleton<TimeProvider>(clock);
builder.Services.AddSingleton(settings);
builder.Services.AddMemoryCache().AddSingleton<SessionTokens>().AddSingleton<Pages>();
builder.Services.AddSingleton(new PageTexts("Quickstart", "one refresh token, three APIs",
[
    EmbeddedText.Excerpt("samples/Quickstart/Program.cs", "// What an application writes"),
    EmbeddedText.Excerpt("samples/Quickstart/ApiCaller.cs", "// What an application writes"),
]));
builder.Services.AddHttpClient<ApiCaller>(client => client.BaseAddress = apis.Address);
builder.Services.AddRazorComponents();
builder.Services.AddAntiforgery();
if (tenant is not null)
{
    // A local tenant forgets everything when it stops. Cookies of an earlier run must not work after that either.
    builder.Services.AddSingleton(tenant);
    builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
    builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
}

await using var app = builder.Build();
app.UsePageSecurity(settings.Issuer);
app.UseStaticFiles(new StaticFileOptions
{
    FileProvider = new EmbeddedFileProvider(typeof(Program).Assembly, "Quickstart.wwwroot"),
});

app.MapGet("/", async (HttpContext http, Pages pages) =>
    new RazorComponentResult<Page>(new { Model = await pages.ForAsync(http) }));

app.MapGet(SignInFailed, async (HttpContext http, Pages pages) =>
    new RazorComponentResult<Page>(new { Model = await pages.ForAsync(http, "The sign-in failed. Try again.") }));

app.MapGet("/sign-in", () => Results.Challenge(
    new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(), [Auth0Constants.AuthenticationScheme]));

app.MapTexts();

// Every request that changes something is a POST, and must come from the sample's own page.
var posts = app.MapGroup("").AddEndpointFilter<AntiforgeryFilter>();

posts.MapPost("/sign-out", (HttpContext http, SessionTokens tokens) =>
{
    tokens.Forget(http.User);
    return Results.SignOut(
        new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(), [Auth0Constants.AuthenticationScheme]);
});

posts.MapCalls(settings);
if (tenant is not null)
{
    posts.MapExpiry(clock);
}

await app.StartAsync();
if (check)
{
    var home = new Uri(app.Urls.First());
    using var browser = tenant!.OpenBrowser(home, clock);
    return await CheckJourney.RunAsync(home, new CheckSteps(new CheckBrowser(browser), tenant, clock).InOrder);
}

Console.WriteLine($"""
    Now listening on: {string.Join(' ', app.Urls)} (Ctrl+C stops it)
    tenant: {settings.Issuer}
    APIs: {apis.Address}
    """);
await app.WaitForShutdownAsync();
return 0;

// For example after a denied consent, or a callback that is opened twice. The library's log has the reason.
static Task RedirectToSignInFailed(RemoteFailureContext context)
{
    context.HandleResponse();
    context.Response.Redirect(SignInFailed);
    return Task.CompletedTask;
}
