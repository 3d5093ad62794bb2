using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using BenchmarkDotNet.Attributes;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Detail;

/// <summary>A request with the session's cookie, its authentication and one token.</summary>
[MemoryDiagnoser]
public class FreshBenchmarks
{
    private Action _plain = null!;
    private Action _session = null!;

    [Params(0, 5, 20)]
    public int Additional { get; set; }

    [GlobalSetup]
    public void SetUp() =>
        (_plain, _session) = (FreshRequests.Plain(Site.Plain()), FreshRequests.Session(Site.Mrrt(), Additional));

    [Benchmark(Baseline = true)]
    public void PlainCookie() => _plain();

    [Benchmark]
    public void SessionCookie() => _session();
}
