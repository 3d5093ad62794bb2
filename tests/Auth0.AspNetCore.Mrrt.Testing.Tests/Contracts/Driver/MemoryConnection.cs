namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>What breaks when the network breaks, with the transactions on it.</summary>
internal sealed class MemoryConnection
{
    public bool IsBroken { get; set; }
}
