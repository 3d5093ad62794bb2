using System.Reflection;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>Where the repository lies and how this run was built.</summary>
internal static class Repository
{
    private static readonly Assembly Here = typeof(Repository).Assembly;

    /// <summary>"Debug" or "Release".</summary>
    public static string Configuration { get; } =
        Here.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Where the packages lie that this repository depends on.</summary>
    public static string PackageFolder { get; } = Metadata("PackageFolder");

    public static string PathTo(params string[] parts) =>
        Path.Combine([Path.GetFullPath(Metadata("RepositoryRoot")), .. parts]);

    private static string Metadata(string key) =>
        Here.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
