using System.Reflection;

namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>Where the repository lies and how this run was built.</summary>
public static class Repository
{
    private static readonly Assembly Here = typeof(Repository).Assembly;

    public static string Root { get; } = Path.GetFullPath(
        Here.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>"debug" or "release", as the folders under artifacts are called.</summary>
    public static string Configuration { get; } =
        Here.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration.ToLowerInvariant();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);
}
