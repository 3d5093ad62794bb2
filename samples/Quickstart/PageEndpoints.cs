namespace Quickstart;

/// <summary>What the page's buttons and links lead to.</summary>
internal static class PageEndpoints
{
    /// <summary>Adds the texts that the page links to: the documentation and the sample's own code.</summary>
    public static void MapTexts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/docs/{name}", (string name) => EmbeddedText.Answer($"docs/{name}"));
        app.MapGet("/source/{name}", (string name) => EmbeddedText.Answer($"source/{name}"));
    }

    /// <summary>Adds the calls of the APIs.</summary>
    public static void MapCalls(this IEndpointRouteBuilder app, QuickstartSettings settings) =>
        app.MapPost("/call/{name}", async (string name, bool? force, HttpContext http, ApiCaller caller) =>
        {
            if (settings.Apis.FirstOrDefault(api => api.Name == name) is not { } api)
            {
                return Results.NotFound();
            }

            var call = await caller.CallAsync(http, api, force ?? false);
            return Results.Json(call, statusCode: call.Status);
        });

    /// <summary>Adds the button that lets the tokens expire.</summary>
    public static void MapExpiry(this IEndpointRouteBuilder app, AdjustableClock clock) =>
        app.MapPost("/expire", () =>
        {
            clock.Advance(LocalTenant.AccessTokenLifetime);
            return Results.Json(new { Reason = $"All clocks moved forward by {LocalTenant.AccessTokenLifetime.TotalMinutes} minutes." });
        });
}
