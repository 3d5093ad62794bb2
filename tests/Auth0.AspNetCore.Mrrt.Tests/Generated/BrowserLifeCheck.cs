using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Leads one life with an application and with the model, and compares after every step.</summary>
internal sealed class BrowserLifeCheck : IDisposable
{
    private readonly BrowserApp _app;
    private readonly BrowserModel _model;
    private readonly ModelDeeds _deeds;
    private readonly TenantBrowser _first;
    private readonly TenantBrowser[] _browsers;
    private readonly ModelCookie?[] _cookies = new ModelCookie?[BrowserLives.Browsers];
    private readonly OpenRequestCheck _open;
    private int _visits;

    private BrowserLifeCheck(BrowserApp app, BrowserLife life)
    {
        _app = app;
        _model = new BrowserModel(life.Kept, isShared: app.Database is not null, life.Slides);
        _deeds = new ModelDeeds(_model);
        _first = app.Browser();
        _browsers = [.. _cookies.Select(_ => _first.Fork())];
        _open = new OpenRequestCheck(app, _model);
    }

    private Auth0Tenant Tenant => _app.Host.Tenant;

    public static async Task RunAsync(BrowserApp app, BrowserLife life)
    {
        app.Slide(life.Slides);
        await app.PassAsync(TimeSpan.FromSeconds(11)); // Late tokens of the life before are revoked.
        using var check = new BrowserLifeCheck(app, life);
        IEnumerable<BrowserStep> last =
            from browser in Enumerable.Range(0, BrowserLives.Browsers)
            from server in Enumerable.Range(0, app.Servers.Count)
            select new AskForToken(browser, AppHost.Orders, true) { Server = server };
        BrowserStep[] steps = [.. life.Steps, new AskInOpenRequest(true), .. last];
        try
        {
            for (var i = 0; i < steps.Length; i++)
            {
                if (await app.Choice.RunAsync(steps[i].Server, () => check.TakeAsync(steps[i])) is { } problem)
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
            TimePasses time => await PassAsync(time.Seconds),
            CopyCookies copy => Copy(copy),
            AskForToken ask => await AskAsync(ask),
            Visit visit => await VisitAsync(visit),
            VisitDuringExchange both => await VisitDuringExchangeAsync(both),
            OpenRequest open => await _open.OpenAsync(_browsers[open.Browser], _cookies[open.Browser], open.Server),
            _ => await _open.AskAsync(((AskInOpenRequest)step).Force),
        };
        if (problem is null && Tenant is not { ReuseDetections: 0, FamiliesRevoked: 0 })
        {
            problem = "a refresh token was presented twice";
        }

        return problem ?? (step.Actor is { } browser ? await WhoAsync(browser, step.Server) : null);
    }

    private async Task<string?> PassAsync(int seconds)
    {
        await _app.PassAsync(TimeSpan.FromSeconds(seconds));
        _model.Pass(seconds, _app.Servers.Count);
        return null;
    }

    private string? Copy(CopyCookies copy)
    {
        _browsers[copy.To] = _browsers[copy.From].Fork();
        _cookies[copy.To] = _cookies[copy.From]?.Copy();
        return null;
    }

    private async Task<string?> WhoAsync(int browser, int server)
    {
        using var response = await _browsers[browser].GetAsync("/who");
        var who = (await response.Content.ReadFromJsonAsync<WhoAnswer>())!;
        var view = _model.Open(_cookies[browser], server);
        if (who.Claims != view?.Ticket.Claims)
        {
            return $"{who.Claims ?? "nobody"} is signed in instead of {view?.Ticket.Claims ?? "nobody"}";
        }

        if (view is null)
        {
            return null;
        }

        var problem = view.Session is { OwnToken: { } own } session && session.OwnTokenUntil > _model.Now
            && view.Generation == session.Generation && who.AccessToken != own
                ? "the application's own token has been replaced"
                : null;
        _model.Respond(_cookies[browser]!, view);
        return problem;
    }

    private async Task<string?> AskAsync(AskForToken ask)
    {
        var turns = _app.Turns;
        var got = await _browsers[ask.Browser].TokenAsync(ask.Audience, force: ask.Force);
        var answer = new GivenAnswer(ask.Force, got.Reason, Exchanges(), _app.HadTurnSince(turns));
        var cookie = _cookies[ask.Browser];
        var view = _model.Open(cookie, ask.Server);
        var problem = TokenCheck.Problem(_model, view, answer);
        if (view is not null)
        {
            if (answer.HadTurn)
            {
                _model.Exchange(view, answer.Exchanges);
                view.Session.OwnToken = answer.Exchanges > 0 && ask.Audience == AppHost.Orders ? null : view.Session.OwnToken;
            }

            _model.Respond(cookie!, view);
        }

        return problem;
    }

    private async Task<string?> VisitAsync(Visit visit)
    {
        var name = $"visit-{++_visits}";
        var mayRevoke = _model.MayRevoke;
        await SendAsync(visit, name);
        _cookies[visit.Browser] = _deeds.Do(_cookies[visit.Browser], visit.Server, visit.Deed, name, beforeTurn: () => { });
        return mayRevoke || Tenant.Counters.Revocations == 0 ? null : "a refresh token was revoked";
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
        if (_model.Look(asking, both.Server) is not { Session: { CanRefresh: true, HasEnded: false } session } look
            || look.Generation < session.Generation
            || look.Renewed is not null)
        {
            return await _app.Choice.RunAsync(both.Visit.Server, () => VisitAsync(both.Visit)); // There might be no exchange.
        }

        var name = $"visit-{++_visits}";
        using var gate = Tenant.Faults.HoldTokenCalls(grant: "refresh_token");
        var answering = _browsers[both.Asking].Fork().TokenAsync(AppHost.Inventory, force: true);
        await gate.WaitForArrivalsAsync(1);
        var view = _model.Open(asking, both.Server)!;
        var sending = _app.Choice.RunAsync(both.Visit.Server, () => SendAsync(both.Visit, name));
        await _app.AnsweredOrInLineAsync(sending);
        Tenant.Faults.Clear();
        var answer = await answering;
        await sending;
        await _app.LookAsync(both.Server); // Whether its last response came before the visit's sign-in is not decided.
        var isAnswered = false;
        _cookies[both.Visit.Browser] = _deeds.Do(_cookies[both.Visit.Browser], both.Visit.Server, both.Visit.Deed, name, Answer);
        Answer();
        session.Tell(both.Server);
        return answer.Reason is null || (session.HasEnded && answer.Reason == nameof(AccessTokenFailure.SessionEnded))
            ? null
            : $"the exchange that was under way got {answer.Reason}";

        void Answer()
        {
            if (!isAnswered)
            {
                isAnswered = true;
                _model.Exchange(view, Exchanges());
                _model.Respond(asking!, view);
            }
        }
    }

    private int Exchanges() => Tenant.Exchanges.Count(exchange => exchange.Grant == "refresh_token");
}
