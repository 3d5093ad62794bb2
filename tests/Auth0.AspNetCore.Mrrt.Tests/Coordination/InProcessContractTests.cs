using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What every coordinator promises, kept by the one for a single process.</summary>
public sealed class InProcessContractTests : SessionCoordinatorContract
{
    protected override Task<ISessionServer> StartAsync()
    {
        var time = new ManualTimeProvider();
        return Task.FromResult<ISessionServer>(new ManualServer(
            new InProcessSessionCoordinator(time, NullLogger<InProcessSessionCoordinator>.Instance), time));
    }
}
