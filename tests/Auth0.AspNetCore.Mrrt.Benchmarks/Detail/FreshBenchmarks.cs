using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Detail;

/// <summary>A request with the session's cookie, its authentication and one token.</summary>
[MemoryDiagnoser]
public class FreshBenchmarks
{
    private Site _plain = null!;
    private Site _mrrt = null!;
    private string _plainCookie = null!;
    private string _mrrtCookie = null!;
    private AccessTokenRequest? _request;

    [Params(0, 5, 20)]
    public int Additional { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_plain, _mrrt) = (Site.Plain(), Site.Mrrt());
        _plainCookie = _plain.PlainCookieOf(Samples.Session(0, Samples.Now));
        _mrrtCookie = _mrrt.CookieOf(Samples.Session(Additional, Samples.Now));
        _request = Additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(Additional) };
    }

    [Benchmark(Baseline = true)]
    public async Task<string?> PlainCookieAsync()
    {
        using var request = _plain.Request(_plainCookie);
        await request.HttpContext.AuthenticateAsync("Cookies");
        return await request.HttpContext.GetTokenAsync("access_token");
    }

    [Benchmark]
    public async Task<string?> SessionCookieAsync()
    {
        using var request = _mrrt.Request(_mrrtCookie);
        await request.HttpContext.AuthenticateAsync("Cookies");
        return await request.HttpContext.GetAccessTokenAsync(_request);
    }
}
