using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using BenchmarkDotNet.Attributes;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Detail;

/// <summary>A token that the request has asked for before.</summary>
[MemoryDiagnoser]
public class WarmBenchmarks
{
    private Action _plain = null!;
    private Action _session = null!;

    [Params(0, 1, 5, 20)]
    public int Additional { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync() => (_plain, _session) =
        (await WarmRequests.PlainAsync(Site.Plain()), await WarmRequests.SessionAsync(Site.Mrrt(), Additional));

    [Benchmark(Baseline = true)]
    public void GetToken() => _plain();

    [Benchmark]
    public void GetAccessToken() => _session();
}
