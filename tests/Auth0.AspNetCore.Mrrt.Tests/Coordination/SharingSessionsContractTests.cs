using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What every store promises, kept by the one that the random lives share.</summary>
public sealed class SharingSessionsContractTests : SessionStoreContract
{
    protected override Task<ISessionServer> StartAsync()
    {
        var time = new ManualTimeProvider();
        var line = new InProcessSessionCoordinator(time, NullLogger<InProcessSessionCoordinator>.Instance);
        return Task.FromResult<ISessionServer>(new ManualServer(new SharingSessions(line, new SharingDatabase(), time), time));
    }
}
