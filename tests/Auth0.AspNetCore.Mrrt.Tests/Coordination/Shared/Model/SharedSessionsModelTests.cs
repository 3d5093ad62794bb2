using Auth0.AspNetCore.Mrrt.Tests.Generated;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared.Model;

/// <summary>Three servers, in any order, with whatever goes wrong between them and their backend.</summary>
public sealed class SharedSessionsModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_refresh_token_is_presented_twice_and_nothing_that_was_kept_is_lost(bool leases) =>
        RandomLives.Check(SharedLife.Any, life => SharedLifeCheck.RunAsync(life, leases), usualLives: 200, output);
}
