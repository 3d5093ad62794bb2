using System.Security.Claims;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Quickstart;

/// <summary>
/// The three APIs. They have a listener of their own and share no code with the application, as APIs of other teams
/// would. <see cref="ApiAccess"/> has the part to copy.
/// </summary>
internal sealed class SampleApis : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SampleApis(WebApplication app) => _app = app;

    public Uri Address => new(
        _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.First());

    public static async Task<SampleApis> StartAsync(string issuer, IReadOnlyList<SampleApi> apis, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The APIs protect nothing. Without this line, ASP.NET Core would write keys to the home directory.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        foreach (var api in apis)
        {
            builder.Services.AddApiAccess(api, issuer, clock);
        }

        var app = builder.Build();
        foreach (var api in apis)
        {
            app.MapGet($"/{api.Name}", Answer).RequireAuthorization(api.Name);
        }

        await app.StartAsync();
        return new SampleApis(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ApiAnswer Answer(ClaimsPrincipal user) => new(
        [.. user.FindAll("aud").Select(claim => claim.Value)], ApiAccess.ScopesOf(user), user.FindFirstValue("sub"));
}
