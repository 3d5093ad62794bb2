using Quickstart;
using Quickstart.Check;
using ThreeServers;
using ThreeServers.Check;
using Yarp.ReverseProxy.Configuration;

const string CheckSwitch = "--check";
const int UsualPort = 5090;
var check = args.Contains(CheckSwitch);
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != CheckSwitch)]);
var (kind, problem) = BackendChoice.Of(builder.Configuration["backend"]);
if (problem is not null)
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

var address = Address.Choose(builder.Configuration, UsualPort, check);
Console.WriteLine(Address.FirstLine(
    address, check ? $"three servers that share {LocalBackend.NameOf(kind)}, a proxy, a local tenant and three APIs" : null));

// What surrounds the servers: a clock that can be moved, a Redis or a PostgreSQL, a local tenant, three APIs.
var clock = new AdjustableClock();
await using var backend = await LocalBackend.StartAsync(kind);
await using var tenant = await LocalTenant.StartAsync(clock);
var settings = tenant.Settings();
await using var apis = await SampleApis.StartAsync(settings.Issuer, settings.Apis, clock);
using var certificate = KeyCertificate.Create();
using var notes = new PageNotes();
await using var servers = await ServerGroup.StartAsync(new Surroundings
{
    Backend = backend,
    KeyCertificate = certificate,
    Clock = clock,
    Tenant = tenant,
    Settings = settings,
    Apis = apis.Address,
    Tokens = notes.Tokens,
    LogLevel = check ? LogLevel.Error : LogLevel.Warning,
});

// The one address that browsers see.
builder.WebHost.UseUrls(address);
builder.Logging.SetMinimumLevel(check ? LogLevel.Error : LogLevel.Warning);
builder.Services.AddReverseProxy();
builder.Services.AddSingleton(servers.Routes.Config);
builder.Services.AddSingleton<IConfigChangeListener>(servers.Routes);
await using var proxy = builder.Build();
proxy.Use(servers.RequestsUnderWay.Follow);
proxy.MapReverseProxy();
await proxy.StartAsync();
if (check)
{
    var home = new Uri(proxy.Urls.First());
    using var browser = tenant.OpenBrowser(home, clock);
    return await CheckJourney.RunAsync(home, new ServersSteps(new CheckBrowser(browser), tenant, servers, clock).InOrder);
}

Console.WriteLine($"""
    Now listening on: {string.Join(' ', proxy.Urls)} (Ctrl+C stops it)
    servers: {string.Join(' ', servers.All.Select(server => $"{server.Name} {server.Address}"))}
    shared: {LocalBackend.NameOf(kind)}
    tenant: {settings.Issuer}
    APIs: {apis.Address}
    """);
await proxy.WaitForShutdownAsync();
return 0;
