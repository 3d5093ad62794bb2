namespace Quickstart.Check;

/// <summary>What a journey does again and again: it calls an API, and counts the exchanges that the tenant saw.</summary>
internal sealed class CheckCalls(LocalTenant tenant)
{
    /// <summary>Calls an API as the page's script does. The call must get a token for that API.</summary>
    public static async Task<ApiCall> CallAsync(CheckBrowser browser, SampleApi api, string query = "")
    {
        var (status, call) = await browser.PostAsync($"/call/{api.Name}{query}");
        Require(status == StatusCodes.Status200OK, $"{api.Name} was answered {status}: {call?.Reason}");
        Require(call!.Audience == api.Audience, $"{api.Name} was shown a token for {call.Audience}");
        Require(call.Scopes.Contains(api.Scope), $"{api.Name} was shown the scopes {string.Join(' ', call.Scopes)}");
        return call;
    }

    /// <summary>Ten calls of one API at once. They must get one token.</summary>
    public static async Task<ApiCall> TenAtOnceAsync(CheckBrowser browser, SampleApi api)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CallAsync(browser, api)));
        var tokens = calls.Select(call => call.Fingerprint).Distinct().Count();
        Require(tokens == 1, $"the ten calls used {tokens} different tokens");
        return calls[0];
    }

    public static string Tell(ApiCall call) => $"{call.Status} {call.Audience} [{string.Join(' ', call.Scopes)}]";

    /// <exception cref="CheckFailedException">The condition does not hold.</exception>
    public static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new CheckFailedException(otherwise);
        }
    }

    /// <summary>Requires so many exchanges, and nothing that a tenant takes for theft.</summary>
    public async Task<T> ExpectExchangesAsync<T>(int expected, Func<Task<T>> act)
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
