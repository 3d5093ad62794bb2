using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What every coordinator promises, kept by the one for a single process.</summary>
public sealed class InProcessContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Coordinator.Promises];

    [Theory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) => SessionContracts.Coordinator.CheckAsync(promise, StartAsync);

    private static Task<IContractServers> StartAsync(CancellationToken cancellationToken)
    {
        var time = new ManualTimeProvider();
        return Task.FromResult<IContractServers>(new ManualServer(
            new InProcessSessionCoordinator(time, NullLogger<InProcessSessionCoordinator>.Instance), time));
    }
}
