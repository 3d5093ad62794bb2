using System.Reflection;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Where the repository lies and how this test run was built.</summary>
internal static class Repository
{
    private static readonly Assembly Tests = typeof(Repository).Assembly;

    public static string Root { get; } = Path.GetFullPath(
        Tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>"debug" or "release", as the folders under artifacts are called.</summary>
    public static string Configuration { get; } =
        Tests.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration.ToLowerInvariant();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);
}
