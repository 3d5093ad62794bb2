using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>A request that stays open while its session changes or ends, as a hub's does.</summary>
internal sealed class OpenRequestCheck(BrowserApp app, BrowserModel model)
{
    private KeptRequest? _open;
    private ModelCookie? _cookie;
    private ModelView? _view;

    public async Task<string?> OpenAsync(TenantBrowser browser, ModelCookie? cookie, int server)
    {
        await CloseAsync();
        _cookie = cookie?.Copy(); // The response of the open request is lost: the browser gets no newer cookie from it.
        _view = model.Open(cookie, server);
        _view?.Renewed = null; // Its application does not let it slide.
        _open = await app.OpenAsync(() => browser.Fork().GetAsync("/open"));
        return (_open is null) == (_view is null) ? null
            : $"{(_open is null ? "nobody" : "somebody")} is signed in";
    }

    public async Task<string?> AskAsync(bool force)
    {
        if (_open is null || _view is null)
        {
            return null;
        }

        var turns = app.Turns;
        var result = await _open.Http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = AppHost.Inventory, ForceRefresh = force }, cancellationToken: CancellationToken.None);
        var exchanges = app.Host.Tenant.Exchanges.Count(exchange => exchange.Grant == "refresh_token");
        var answer = new GivenAnswer(force, result.Reason?.ToString(), exchanges, app.HadTurnSince(turns));
        if (!force)
        {
            model.BringUpToDate(_view);
        }

        if (_view.Session.KnownTo(_view.Server).HasEnded || _view.Ends <= model.Now)
        {
            return TokenCheck.Problem(model, view: null, answer);
        }

        var problem = TokenCheck.Problem(model, _view, answer);
        if (answer.HadTurn)
        {
            model.Exchange(_view, exchanges);
        }

        return problem;
    }

    public async Task CloseAsync()
    {
        if (_open is null)
        {
            return;
        }

        await _open.CloseAsync();
        _open = null;
        if (_view is not null)
        {
            model.Respond(_cookie!, _view);
        }
    }
}
