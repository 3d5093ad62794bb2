namespace Quickstart.Check;

/// <summary>What the journey does and what it insists on. Each step tells what it saw.</summary>
internal sealed class CheckSteps(CheckBrowser browser, LocalTenant tenant, AdjustableClock clock)
{
    private const string Nobody = "Nobody is signed in";

    private CheckBrowser? _before;
    private string? _renewed;

    public IReadOnlyList<(string Name, Func<Task<string>> MakeAsync)> InOrder =>
    [
        ("open the page", OpenAsync),
        ("sign in", SignInAsync),
        ("call orders", () => CallAsync(SampleApi.Defaults[0], exchanges: 0)),
        ("call inventory", () => CallAsync(SampleApi.Defaults[1], exchanges: 1)),
        ("call admin", () => CallAsync(SampleApi.Defaults[2], exchanges: 1)),
        ("ten at once, expired", TenAtOnceAsync),
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
        var end = await ExpectExchangesAsync(1, browser.SignInAsync);
        Require(end == browser.Home, $"the sign-in ends at {end.GetLeftPart(UriPartial.Path)}");
        var user = browser.TextOf("user");
        Require(user.StartsWith("Alice", StringComparison.Ordinal), $"the page names '{user}', not Alice");
        return $"{user}, {browser.CookieCount} cookies";
    }

    private async Task<string> CallAsync(SampleApi api, int exchanges)
    {
        var call = await ExpectExchangesAsync(exchanges, () => PostAsync(browser, api));
        return $"{Tell(call)}, exchanges: {exchanges}";
    }

    private async Task<string> TenAtOnceAsync()
    {
        var before = await PostAsync(browser, SampleApi.Defaults[0]);
        _before = browser.Snapshot();
        clock.Advance(LocalTenant.AccessTokenLifetime);
        var calls = await ExpectExchangesAsync(1, () => Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => PostAsync(browser, SampleApi.Defaults[0]))));
        string?[] tokens = [.. calls.Select(call => call.Fingerprint).Distinct()];
        Require(tokens.Length == 1, $"the ten calls used {tokens.Length} different tokens");
        Require(tokens[0] != before.Fingerprint, "the ten calls used the expired token");
        _renewed = tokens[0];
        return $"10 x {Tell(calls[0])}, one token, exchanges: 1";
    }

    private async Task<string> OlderCookieAsync()
    {
        var call = await ExpectExchangesAsync(0, () => PostAsync(_before!, SampleApi.Defaults[0]));
        Require(call.Fingerprint == _renewed, "a request with the cookie of before the renewal got another token");
        return $"{Tell(call)}, the renewed token, exchanges: 0";
    }

    private async Task<string> ThreeAtOnceAsync()
    {
        clock.Advance(LocalTenant.AccessTokenLifetime);
        var calls = await ExpectExchangesAsync(3, () => Task.WhenAll(
            SampleApi.Defaults.Select(api => PostAsync(browser, api))));
        return $"{string.Join(", ", calls.Select(call => $"{call.Status} {call.Api}"))}, exchanges: 3";
    }

    private async Task<string> ForceAsync()
    {
        var call = await ExpectExchangesAsync(1, () => PostAsync(browser, SampleApi.Defaults[0], "?force=true"));
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
        await ExpectExchangesAsync(0, () => _before!.OpenAsync("/"));
        Require(_before!.TextOf("user") == Nobody, "the cookies of before bring the session back");
        return $"{status} {call?.Reason}; the cookies of before: {Nobody}";
    }

    private static string Tell(ApiCall call) => $"{call.Status} {call.Audience} [{string.Join(' ', call.Scopes)}]";

    private static async Task<ApiCall> PostAsync(CheckBrowser browser, SampleApi api, string query = "")
    {
        var (status, call) = await browser.PostAsync($"/call/{api.Name}{query}");
        Require(status == StatusCodes.Status200OK, $"{api.Name} was answered {status}: {call?.Reason}");
        Require(call!.Audience == api.Audience, $"{api.Name} was shown a token for {call.Audience}");
        Require(call.Scopes.Contains(api.Scope), $"{api.Name} was shown the scopes {string.Join(' ', call.Scopes)}");
        return call;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new CheckFailedException(otherwise);
        }
    }

    private async Task<T> ExpectExchangesAsync<T>(int expected, Func<Task<T>> act)
    {
        var before = tenant.View().Exchanges;
        var result = await act();
        var after = tenant.View();
        Require(after.Exchanges - before == expected, $"{after.Exchanges - before} exchanges instead of {expected}");
        Require(after.ReuseDetections == 0, "the tenant saw a spent refresh token");
        Require(after.FamiliesRevoked == 0, "the tenant revoked a family of refresh tokens");
        return result;
    }
}
