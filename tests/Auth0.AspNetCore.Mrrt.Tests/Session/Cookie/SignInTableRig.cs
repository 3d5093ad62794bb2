using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>An application that signs in as a row of the table in <c>docs/session-sign-ins.md</c> says, and what came of
/// it.</summary>
internal sealed class SignInTableRig : IAsyncDisposable
{
    private const string StoreKeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    private AppHost _app = null!;
    private AuthenticationProperties? _others;
    private Func<HttpContext, Task> _meanwhile = _ => Task.CompletedTask;

    public static async Task<SignInTableRig> StartAsync(string keptIn)
    {
        var rig = new SignInTableRig();
        rig._app = await AppHost.StartAsync(
            login: options => options.OpenIdConnectEvents.OnTicketReceived = context => rig._meanwhile(context.HttpContext),
            build: builder => _ = keptIn switch
            {
                "cookie" => builder,
                "our store" => builder.WithSessionStore(),
                "application's store" => builder.WithSessionStore(new RecordedTickets()),
                _ => throw new ArgumentException($"There is no place '{keptIn}'.", nameof(keptIn)),
            },
            map: rig.Map);
        return rig;
    }

    /// <summary>Signs in, and tells what the row must say.</summary>
    public async Task<SignInTableResult> RunAsync(string now, string with)
    {
        using var other = await _app.SignedInAsync(user: _app.Tenant.Users[1]);
        (await other.GetAsync("/capture")).Dispose();
        using var browser = now == "none" ? _app.Browser() : await _app.SignedInAsync(user: _app.Tenant.Users[0]);
        using var tab = browser.Fork();
        var copy = browser.Snapshot();
        var (before, others) = (await FactsAsync(browser), await FactsAsync(other));
        _meanwhile = now switch
        {
            "signed out in this request" => http => http.SignOutAsync("Cookies"),
            "ended in another" => async _ => (await tab.GetAsync("/logout/local")).Dispose(),
            "none" or "open" => _ => Task.CompletedTask,
            _ => throw new ArgumentException($"There is no session '{now}'.", nameof(now)),
        };
        using var response = await (with == "a login's"
            ? browser.SignInAsync(user: _app.Tenant.Users[0])
            : browser.GetAsync("/in?with=" + Uri.EscapeDataString(with)));
        response.EnsureSuccessStatusCode();

        var after = await FactsAsync(browser);
        (await FactsAsync(other)).Name.Should().Be(others.Name, "a session in another browser lives on");
        var older = await FactsAsync(copy);
        return new SignInTableResult(
            Session: after.Name is null ? "none" : after.Name == before.Name ? "the same" : after.Name == others.Name ? "the other" : "new",
            Previous: before.Name is null ? "–" : older.Name is null ? "ended" : "open",
            Tokens: after.AccessToken is null ? "none"
                : after.AccessToken == before.AccessToken ? "of the session"
                : after.AccessToken == others.AccessToken ? "of the other"
                : "of the login",
            Key: after.Key is null || after.Name is null ? "–" : after.Key == before.Key ? "the same"
                : after.Key == others.Key ? "of the other" : "new");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(WebApplication application)
    {
        application.MapGet("/capture", async (HttpContext http, CancellationToken _) =>
        {
            _others = (await http.AuthenticateAsync("Cookies")).Properties;
            return "captured";
        });
        application.MapGet("/in", async (HttpContext http, CancellationToken _, string with) =>
        {
            var own = (await http.AuthenticateAsync("Cookies")).Properties;
            var properties = with switch
            {
                "fresh properties" => null,
                "its own" => own ?? throw new InvalidOperationException("There is no session."),
                "another session's" => _others!.Clone(),
                _ => throw new ArgumentException($"There are no properties '{with}'.", nameof(with)),
            };
            await _meanwhile(http);
            var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "somebody")], "test"));
            await http.SignInAsync("Cookies", user, properties);
            return "in";
        });
        application.MapGet("/facts", async (HttpContext http, CancellationToken _) =>
        {
            var items = (await http.AuthenticateAsync("Cookies")).Properties?.Items;
            return new Facts(items?[TicketItems.SessionId], await http.GetTokenAsync("Cookies", "access_token"), Key: null);
        });
    }

    private async Task<Facts> FactsAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/facts");
        var facts = (await response.Content.ReadFromJsonAsync<Facts>())!;
        return facts with { Key = _app.TicketOf(browser)?.Principal.FindFirstValue(StoreKeyClaim) };
    }

    private sealed record Facts(string? Name, string? AccessToken, string? Key);
}

/// <summary>What a sign-in did.</summary>
/// <param name="Session">The session afterwards.</param>
/// <param name="Previous">What a copy of the cookie that the browser sent opens.</param>
/// <param name="Tokens">The tokens of the session afterwards.</param>
/// <param name="Key">The key of the session in its store.</param>
internal sealed record SignInTableResult(string Session, string Previous, string Tokens, string Key);
