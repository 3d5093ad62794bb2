using System.Diagnostics;
using Quickstart;
using Quickstart.Check;
using static Quickstart.Check.CheckCalls;

namespace ThreeServers.Check;

/// <summary>What the journey over three servers does and what it insists on. Each step tells what it saw.</summary>
internal sealed class ServersSteps(CheckBrowser browser, LocalTenant tenant, ServerGroup servers, AdjustableClock clock)
{
    private const string Nobody = "Nobody is signed in";
    private static readonly SampleApi Orders = SampleApi.Defaults[0];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CheckCalls _calls = new(tenant);
    private CheckBrowser? _before;
    private string? _renewed;

    public IReadOnlyList<(string Name, Func<Task<string>> MakeAsync)> InOrder =>
    [
        ("open the page", OpenAsync),
        ("sign in", SignInAsync),
        ("three APIs at once", ThreeAtOnceAsync),
        ("ten at once, expired", TenAtOnceAsync),
        ("with an older cookie", OlderCookieAsync),
        ("ten while B stops", TenWhileBStopsAsync),
        ("ten without B, expired", TenWithoutBAsync),
        ("start B", StartBAsync),
        ("sign out", SignOutAsync),
        ("on all servers", SignedOutEverywhereAsync),
    ];

    private async Task<string> OpenAsync()
    {
        await browser.OpenAsync("/");
        Require(browser.TextOf("user") == Nobody, $"the page does not say '{Nobody}'");
        return $"{Nobody}, says server {browser.TextOf("answered-by")}";
    }

    private async Task<string> SignInAsync()
    {
        var count = Count();
        var end = await _calls.ExpectExchangesAsync(1, browser.SignInAsync);
        Require(end == browser.Home, $"the sign-in ends at {end.GetLeftPart(UriPartial.Path)}");
        var user = browser.TextOf("user");
        Require(user.StartsWith("Alice", StringComparison.Ordinal), $"the page names '{user}', not Alice");
        return $"{user}; {count.Tell()}";
    }

    private async Task<string> ThreeAtOnceAsync()
    {
        var count = Count();
        var calls = await _calls.ExpectExchangesAsync(2, () => Task.WhenAll(
            SampleApi.Defaults.Select(api => CallAsync(browser, api))));
        return $"{string.Join(", ", calls.Select(call => $"{call.Status} {call.Api}"))}, exchanges: 2; {count.Tell()}";
    }

    private async Task<string> TenAtOnceAsync()
    {
        await browser.OpenAsync("/");
        _before = browser.Snapshot();
        return await TenAfterTheExpiryAsync(servers.All);
    }

    private async Task<string> OlderCookieAsync()
    {
        var count = Count();
        foreach (var _ in servers.All)
        {
            var call = await _calls.ExpectExchangesAsync(0, () => CallAsync(_before!, Orders));
            Require(call.Fingerprint == _renewed, "a request with the cookie of before the renewal got another token");
        }

        count.RequireAnswers(servers.All);
        return $"the renewed token on each server, exchanges: 0; {count.Tell()}";
    }

    private async Task<string> TenWhileBStopsAsync()
    {
        var stopping = Task.CompletedTask;
        var seen = await TenAfterTheExpiryAsync([], meanwhile: () => stopping = servers.StopAsync(servers.B));
        await stopping;
        return seen;
    }

    private Task<string> TenWithoutBAsync() => TenAfterTheExpiryAsync([.. servers.All.Where(server => server != servers.B)]);

    private async Task<string> StartBAsync()
    {
        var said = await servers.StartAsync(servers.B);
        var count = Count();
        foreach (var _ in servers.All)
        {
            var call = await _calls.ExpectExchangesAsync(0, () => CallAsync(browser, Orders));
            Require(call.Fingerprint == _renewed, "a server that has just started got another token");
        }

        count.RequireAnswers(servers.All);
        return $"{said} It knows the session, exchanges: 0; {count.Tell()}";
    }

    private async Task<string> SignOutAsync()
    {
        await browser.OpenAsync("/");
        _before = browser.Snapshot();
        var end = await browser.SignOutAsync();
        Require(end == browser.Home, $"the sign-out ends at {end.GetLeftPart(UriPartial.Path)}");
        Require(browser.TextOf("user") == Nobody, $"the page names '{browser.TextOf("user")}'");
        return $"{Nobody}, says server {browser.TextOf("answered-by")}";
    }

    /// <summary>The others hear of a sign-out within EndedSessionsInterval, one second.</summary>
    private async Task<string> SignedOutEverywhereAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var late = 0;
        while (true)
        {
            var count = Count();
            List<string> users = [];
            foreach (var _ in servers.All)
            {
                await _calls.ExpectExchangesAsync(0, () => _before!.OpenAsync("/"));
                users.Add(_before!.TextOf("user"));
            }

            count.RequireAnswers(servers.All);
            if (users.All(user => user == Nobody))
            {
                return $"the cookies of before: {Nobody}, after {late} rounds in which some server still knew the user; {count.Tell()}";
            }

            late++;
            Require(Stopwatch.GetElapsedTime(began) < Patience, "the cookies of before bring the session back");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task<string> TenAfterTheExpiryAsync(IReadOnlyList<AppServer> answering, Action? meanwhile = null)
    {
        clock.Advance(LocalTenant.AccessTokenLifetime);
        var count = Count();
        var call = await _calls.ExpectExchangesAsync(1, () =>
        {
            var calls = CheckCalls.TenAtOnceAsync(browser, Orders);
            meanwhile?.Invoke();
            return calls;
        });
        count.RequireAnswers(answering);
        Require(call.Fingerprint != _renewed, "the ten calls used the expired token");
        _renewed = call.Fingerprint;
        return $"10 x {Tell(call)}, one token, exchanges: 1; {count.Tell()}";
    }

    private AnswerCount Count() => new(servers.All);
}
