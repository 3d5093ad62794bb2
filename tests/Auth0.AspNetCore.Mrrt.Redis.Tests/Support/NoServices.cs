namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>An application that has registered nothing.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
