namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>The sessions live in the backend.</summary>
public sealed class TwoServersWithStoreTests : TwoServersTests
{
    protected override bool Store => true;
}
