using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Detail;

/// <summary>A token that the request has asked for before.</summary>
[MemoryDiagnoser]
public class WarmBenchmarks
{
    private HttpContext _plain = null!;
    private HttpContext _mrrt = null!;
    private AccessTokenRequest? _request;

    [Params(0, 1, 5, 20)]
    public int Additional { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var (plain, mrrt) = (Site.Plain(), Site.Mrrt());
        _plain = plain.Request(plain.PlainCookieOf(Samples.Session(0, Samples.Now))).HttpContext;
        _mrrt = mrrt.Request(mrrt.CookieOf(Samples.Session(Additional, Samples.Now))).HttpContext;
        _request = Additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(Additional) };
        await _plain.AuthenticateAsync("Cookies");
        await _mrrt.GetAccessTokenAsync(_request);
    }

    [Benchmark(Baseline = true)]
    public Task<string?> GetTokenAsync() => _plain.GetTokenAsync("access_token");

    [Benchmark]
    public ValueTask<string?> GetAccessTokenAsync() => _mrrt.GetAccessTokenAsync(_request);
}
