using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What every store promises, kept by the one that the random lives share.</summary>
public sealed class SharingSessionsContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Store.Promises];

    [Theory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) => SessionContracts.Store.CheckAsync(promise, StartAsync);

    private static Task<IContractServers> StartAsync(CancellationToken cancellationToken)
    {
        var time = new ManualTimeProvider();
        var line = new InProcessSessionCoordinator(time, NullLogger<InProcessSessionCoordinator>.Instance);
        return Task.FromResult<IContractServers>(new ManualServer(new SharingSessions(line, new SharingDatabase(), time), time));
    }
}
