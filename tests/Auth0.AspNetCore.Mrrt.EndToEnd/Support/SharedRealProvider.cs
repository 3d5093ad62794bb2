namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The test classes that share one real provider, and so take turns.</summary>
[CollectionDefinition(Name)]
public sealed class SharedRealProvider : ICollectionFixture<RealProvider>
{
    public const string Name = "real provider";
}
