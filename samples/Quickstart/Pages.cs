using System.Security.Claims;
using Auth0.AspNetCore.Mrrt;
using Microsoft.AspNetCore.Antiforgery;

namespace Quickstart;

/// <summary>Gathers what the page shows.</summary>
internal sealed class Pages(
    PageTexts texts,
    QuickstartSettings settings,
    SessionTokens tokens,
    IAntiforgery antiforgery,
    TimeProvider clock,
    LocalTenant? tenant = null)
{
    public async Task<PageModel> ForAsync(HttpContext http, string? notice = null)
    {
        var signedIn = http.User.Identity is { IsAuthenticated: true };
        if (signedIn && tokens.Of(http.User) is [])
        {
            await RememberTheLoginAsync(http);
        }

        return new()
        {
            UserName = http.User.FindFirstValue("name") ?? http.User.Identity?.Name,
            UserId = signedIn ? http.User.FindFirstValue("sub") ?? "" : null,
            Antiforgery = antiforgery.GetAndStoreTokens(http).RequestToken ?? "",
            Apis = settings.Apis,
            Tokens = signedIn ? [.. tokens.Of(http.User).OrderBy(token => IndexOf(token.Audience))] : [],
            Now = clock.GetUtcNow(),
            Domain = settings.Domain,
            Tenant = tenant?.View(),
            Texts = texts,
            Notice = notice,
        };
    }

    private int IndexOf(string audience) => settings.Apis.TakeWhile(api => api.Audience != audience).Count();

    // The sign-in brought a token for the first API. The session has it: this call makes no exchange.
    private async Task RememberTheLoginAsync(HttpContext http)
    {
        var result = await http.GetAccessTokenResultAsync(cancellationToken: http.RequestAborted);
        if (result.Succeeded)
        {
            tokens.Remember(http.User, settings.Apis[0].Audience, result.Token);
        }
    }
}
