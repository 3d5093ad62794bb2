using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>A request that stays open while its session changes or ends, as a hub's does.</summary>
internal sealed class OpenRequestCheck(BrowserApp app, BrowserModel model)
{
    private KeptRequest? _open;
    private ModelCookie? _cookie;
    private long _expires;

    public async Task<string?> OpenAsync(TenantBrowser browser, ModelCookie? cookie)
    {
        await CloseAsync();
        _cookie = cookie?.Copy();
        var ticket = model.Enter(_cookie);
        model.Enter(cookie); // The response of the open request is lost: the browser gets no newer cookie from it.
        _open = await app.OpenAsync(() => browser.Fork().GetAsync("/open"));
        _expires = ticket?.Expires ?? 0;
        return (_open is null) == (ticket is null) ? null
            : $"{(_open is null ? "nobody" : "somebody")} is signed in";
    }

    public async Task<string?> AskAsync(bool force)
    {
        if (_open is null)
        {
            return null;
        }

        var result = await _open.Http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = AppHost.Inventory, ForceRefresh = force }, cancellationToken: CancellationToken.None);
        var exchanges = app.Host.Tenant.Exchanges.Count(exchange => exchange.Grant == "refresh_token");
        var session = _cookie!.Session;
        if (session.HasEnded || _expires <= model.Now)
        {
            return TokenCheck.Problem(model, cookie: null, result.Reason?.ToString(), force, exchanges);
        }

        var problem = session.SignIn > _cookie.SignIn && session.Ticket.Expires <= model.Now
            ? null // A later sign-in has ended sooner. The request learns of it when it exchanges.
            : TokenCheck.Problem(model, _cookie, result.Reason?.ToString(), force, exchanges);
        _cookie.Exchanged(exchanges);
        return problem;
    }

    public async Task CloseAsync()
    {
        if (_open is not null)
        {
            await _open.CloseAsync();
            _open = null;
        }
    }
}
