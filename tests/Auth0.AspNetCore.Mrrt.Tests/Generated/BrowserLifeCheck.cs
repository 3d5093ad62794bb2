using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Leads one life with an application and with the model, and compares after every step.</summary>
internal sealed class BrowserLifeCheck : IDisposable
{
    private readonly BrowserApp _app;
    private readonly BrowserModel _model;
    private readonly TenantBrowser _first;
    private readonly TenantBrowser[] _browsers;
    private readonly ModelCookie?[] _cookies = new ModelCookie?[BrowserLives.Browsers];
    private readonly OpenRequestCheck _open;
    private int _visits;

    private BrowserLifeCheck(BrowserApp app, string kept)
    {
        _app = app;
        _model = new BrowserModel(inCookie: kept == "cookie");
        _first = app.Host.Browser();
        _browsers = [.. _cookies.Select(_ => _first.Fork())];
        _open = new OpenRequestCheck(app, _model);
    }

    private Auth0Tenant Tenant => _app.Host.Tenant;

    public static async Task RunAsync(BrowserApp app, BrowserLife life)
    {
        using var check = new BrowserLifeCheck(app, life.Kept);
        BrowserStep[] last = [.. Enumerable.Range(0, BrowserLives.Browsers).Select(i => new AskForToken(i, AppHost.Orders, true))];
        BrowserStep[] steps = [.. life.Steps, new AskInOpenRequest(true), .. last];
        try
        {
            for (var i = 0; i < steps.Length; i++)
            {
                if (await check.TakeAsync(steps[i]) is { } problem)
                {
                    throw new InvalidOperationException($"Step {i + 1} ({steps[i]}): {problem}\n  {life}");
                }
            }
        }
        finally
        {
            app.Host.Tenant.Faults.Clear();
            await check._open.CloseAsync();
        }
    }

    public void Dispose() => _first.Dispose();

    private async Task<string?> TakeAsync(BrowserStep step)
    {
        Tenant.ResetLog();
        var problem = step switch
        {
            TimePasses time => Pass(time.Seconds),
            CopyCookies copy => Copy(copy),
            AskForToken ask => await AskAsync(ask),
            Visit visit => await VisitAsync(visit),
            VisitDuringExchange both => await VisitDuringExchangeAsync(both),
            OpenRequest open => await _open.OpenAsync(_browsers[open.Browser], _cookies[open.Browser]),
            _ => await _open.AskAsync(((AskInOpenRequest)step).Force),
        };
        if (problem is null && Tenant is not { ReuseDetections: 0, FamiliesRevoked: 0 })
        {
            problem = "a refresh token was presented twice";
        }

        return problem ?? (step.Actor is { } browser ? await WhoAsync(browser) : null);
    }

    private string? Pass(int seconds)
    {
        Tenant.Advance(TimeSpan.FromSeconds(seconds));
        _model.Now += seconds;
        return null;
    }

    private string? Copy(CopyCookies copy)
    {
        _browsers[copy.To] = _browsers[copy.From].Fork();
        _cookies[copy.To] = _cookies[copy.From]?.Copy();
        return null;
    }

    private async Task<string?> WhoAsync(int browser)
    {
        using var response = await _browsers[browser].GetAsync("/who");
        var who = (await response.Content.ReadFromJsonAsync<WhoAnswer>())!;
        var expected = _model.Enter(_cookies[browser])?.Claims;
        if (who.Claims != expected)
        {
            return $"{who.Claims ?? "nobody"} is signed in instead of {expected ?? "nobody"}";
        }

        return expected is not null && _cookies[browser]!.Session is { OwnToken: { } own } session
            && session.OwnTokenUntil > _model.Now && !_model.IsOutdated(_cookies[browser]!) && who.AccessToken != own
                ? "the application's own token has been replaced"
                : null;
    }

    private async Task<string?> AskAsync(AskForToken ask)
    {
        var answer = await _browsers[ask.Browser].TokenAsync(ask.Audience, force: ask.Force);
        var cookie = _cookies[ask.Browser];
        var isSignedIn = _model.Enter(cookie) is not null;
        var problem = TokenCheck.Problem(_model, isSignedIn ? cookie : null, answer.Reason, ask.Force, Exchanges());
        if (isSignedIn)
        {
            problem ??= ask.Force && cookie!.Session.CanRefresh && !_model.IsOutdated(cookie) && Exchanges() == 0
                ? "no exchange"
                : null;
            Exchanged(cookie!, ask.Audience);
        }

        return problem;
    }

    private async Task<string?> VisitAsync(Visit visit)
    {
        var name = $"visit-{++_visits}";
        await SendAsync(visit, name);
        _cookies[visit.Browser] = _model.Do(_cookies[visit.Browser], visit.Deed, name);
        return Tenant.Counters.Revocations == 0 ? null : "a refresh token was revoked";
    }

    private async Task SendAsync(Visit visit, string name)
    {
        using var response = await (visit.Deed == Deed.LogIn
            ? _browsers[visit.Browser].SignInAsync()
            : _browsers[visit.Browser].GetAsync($"/do?deed={visit.Deed}&name={name}"));
        response.EnsureSuccessStatusCode();
    }

    private async Task<string?> VisitDuringExchangeAsync(VisitDuringExchange both)
    {
        var asking = _cookies[both.Asking]?.Copy();
        if (_model.Enter(asking) is null || !asking!.Session.CanRefresh || _model.IsOutdated(asking))
        {
            return await VisitAsync(both.Visit); // There would be no exchange.
        }

        var name = $"visit-{++_visits}";
        using var gate = Tenant.Faults.HoldTokenCalls(grant: "refresh_token");
        var answering = _browsers[both.Asking].Fork().TokenAsync(AppHost.Inventory, force: true);
        await gate.WaitForArrivalsAsync(1);
        var sending = SendAsync(both.Visit, name);
        Tenant.Faults.Clear();
        var answer = await answering;
        await sending;
        Exchanged(asking, AppHost.Inventory);
        _cookies[both.Visit.Browser] = _model.Do(_cookies[both.Visit.Browser], both.Visit.Deed, name);
        return answer.Reason is null || (asking.Session.HasEnded && answer.Reason == nameof(AccessTokenFailure.SessionEnded))
            ? null
            : $"the exchange that was under way got {answer.Reason}";
    }

    private void Exchanged(ModelCookie cookie, string audience)
    {
        cookie.Exchanged(Exchanges());
        if (Exchanges() > 0 && audience == AppHost.Orders)
        {
            cookie.Session.OwnToken = null;
        }
    }

    private int Exchanges() => Tenant.Exchanges.Count(exchange => exchange.Grant == "refresh_token");
}
