using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Quickstart;

/// <summary>The APIs, as if other teams ran them: a listener of their own that knows nothing about the application.</summary>
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
        var app = builder.Build();

        var tokens = new BearerTokens(issuer, clock);
        foreach (var api in apis)
        {
            app.MapGet($"/{api.Name}", http => AnswerAsync(http, api, tokens));
        }

        await app.StartAsync();
        return new SampleApis(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, SampleApi api, BearerTokens tokens)
    {
        var verdict = await tokens.JudgeAsync(http.Request.Headers.Authorization, api);
        http.Response.StatusCode = verdict.Status;
        if (verdict.Error is not null)
        {
            http.Response.Headers.WWWAuthenticate =
                $"Bearer error=\"{verdict.Error}\", error_description=\"{verdict.Reason}\"";
        }

        await http.Response.WriteAsJsonAsync(
            new ApiAnswer(
                [.. verdict.Token?.Audiences ?? []], verdict.Scopes, verdict.Token?.Subject, verdict.Error, verdict.Reason),
            http.RequestAborted);
    }
}
