using static Quickstart.Check.CheckCalls;

namespace Quickstart.Check;

/// <summary>What the journey does and what it insists on. Each step tells what it saw.</summary>
internal sealed class CheckSteps(CheckBrowser browser, LocalTenant tenant, AdjustableClock clock)
{
    private const string Nobody = "Nobody is signed in";

    private readonly CheckCalls _calls = new(tenant);
    private CheckBrowser? _before;
    private string? _renewed;

    public IReadOnlyList<(string Name, Func<Task<string>> MakeAsync)> InOrder =>
    [
        ("open the page", OpenAsync),
        ("sign in", SignInAsync),
        ("call orders", () => CallAsync(SampleApi.Defaults[0], exchanges: 0)),
        ("call inventory", () => CallAsync(SampleApi.Defaults[1], exchanges: 1)),
        ("call admin", () => CallAsync(SampleApi.Defaults[2], exchanges: 1)),
        ("ten at once, expired", TenAfterTheExpiryAsync),
        ("with an older cookie", OlderCookieAsync),
        ("three at once, expired", ThreeAtOnceAsync),
        ("force a refresh", ForceAsync),
        ("post from elsewhere", ForgedPostAsync),
        ("sign out", SignOutAsync),
        ("after the sign-out", AfterSignOutAsync),
    ];

    private async Task<string> OpenAsync()
    {
        await browser.OpenAsync("/");
        Require(browser.TextOf("user") == Nobody, $"the page does not say '{Nobody}'");
        return Nobody;
    }

    private async Task<string> SignInAsync()
    {
        var end = await _calls.ExpectExchangesAsync(1, browser.SignInAsync);
        Require(end == browser.Home, $"the sign-in ends at {end.GetLeftPart(UriPartial.Path)}");
        var user = browser.TextOf("user");
        Require(user.StartsWith("Alice", StringComparison.Ordinal), $"the page names '{user}', not Alice");
        return $"{user}, {browser.CookieCount} cookies";
    }

    private async Task<string> CallAsync(SampleApi api, int exchanges)
    {
        var call = await _calls.ExpectExchangesAsync(exchanges, () => CheckCalls.CallAsync(browser, api));
        return $"{Tell(call)}, exchanges: {exchanges}";
    }

    private async Task<string> TenAfterTheExpiryAsync()
    {
        var before = await CheckCalls.CallAsync(browser, SampleApi.Defaults[0]);
        _before = browser.Snapshot();
        clock.Advance(LocalTenant.AccessTokenLifetime);
        var call = await _calls.ExpectExchangesAsync(1, () => TenAtOnceAsync(browser, SampleApi.Defaults[0]));
        Require(call.Fingerprint != before.Fingerprint, "the ten calls used the expired token");
        _renewed = call.Fingerprint;
        return $"10 x {Tell(call)}, one token, exchanges: 1";
    }

    private async Task<string> OlderCookieAsync()
    {
        var call = await _calls.ExpectExchangesAsync(0, () => CheckCalls.CallAsync(_before!, SampleApi.Defaults[0]));
        Require(call.Fingerprint == _renewed, "a request with the cookie of before the renewal got another token");
        return $"{Tell(call)}, the renewed token, exchanges: 0";
    }

    private async Task<string> ThreeAtOnceAsync()
    {
        clock.Advance(LocalTenant.AccessTokenLifetime);
        var calls = await _calls.ExpectExchangesAsync(3, () => Task.WhenAll(
            SampleApi.Defaults.Select(api => CheckCalls.CallAsync(browser, api))));
        return $"{string.Join(", ", calls.Select(call => $"{call.Status} {call.Api}"))}, exchanges: 3";
    }

    private async Task<string> ForceAsync()
    {
        var call = await _calls.ExpectExchangesAsync(1, () => CheckCalls.CallAsync(browser, SampleApi.Defaults[0], "?force=true"));
        Require(call.Fingerprint != _renewed, "the token is still the one of before");
        return $"{Tell(call)}, exchanges: 1";
    }

    private async Task<string> ForgedPostAsync()
    {
        var (status, _) = await browser.PostAsync("/call/orders?force=true", withAntiforgery: false);
        Require(status == StatusCodes.Status400BadRequest, $"a post without the antiforgery token was answered {status}");
        return $"{status}";
    }

    private async Task<string> SignOutAsync()
    {
        await browser.OpenAsync("/");
        _before = browser.Snapshot();
        var end = await browser.SignOutAsync();
        Require(end == browser.Home, $"the sign-out ends at {end.GetLeftPart(UriPartial.Path)}");
        Require(browser.TextOf("user") == Nobody, $"the page names '{browser.TextOf("user")}'");
        return $"{Nobody}, {browser.CookieCount} cookies";
    }

    private async Task<string> AfterSignOutAsync()
    {
        var (status, call) = await browser.PostAsync("/call/orders");
        Require(status == StatusCodes.Status401Unauthorized, $"a call was answered {status}");
        await _calls.ExpectExchangesAsync(0, () => _before!.OpenAsync("/"));
        Require(_before!.TextOf("user") == Nobody, "the cookies of before bring the session back");
        return $"{status} {call?.Reason}; the cookies of before: {Nobody}";
    }
}
