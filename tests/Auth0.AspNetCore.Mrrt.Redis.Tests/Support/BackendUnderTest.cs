using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>Which backend the tests of every backend are about here.</summary>
internal static class BackendUnderTest
{
    public static async Task<IBackendUnderTest> StartAsync() => await TestServers.CreateAsync();
}
