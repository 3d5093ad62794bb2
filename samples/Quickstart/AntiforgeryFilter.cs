using Microsoft.AspNetCore.Antiforgery;

namespace Quickstart;

/// <summary>Refuses a request that did not come from the sample's own page. Every endpoint that changes something uses
/// this filter, also the endpoints that the page's script calls.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : Results.Json(
                new { Reason = "The request did not come from this page, or the page is too old." },
                statusCode: StatusCodes.Status400BadRequest);
}
