using Auth0.AspNetCore.Mrrt.Benchmarks;
using Auth0.AspNetCore.Mrrt.Benchmarks.Detail;
using BenchmarkDotNet.Running;

if (args is ["summary", .. var names])
{
    return await Summary.RunAsync(names);
}

BenchmarkSwitcher.FromTypes([typeof(WarmBenchmarks), typeof(FreshBenchmarks)]).Run(args);
return 0;
