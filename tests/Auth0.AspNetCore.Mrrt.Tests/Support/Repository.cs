using System.Reflection;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Where the repository's files lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    public static string File(params string[] segments) => Path.Combine([Root, .. segments]);

    /// <summary>The C# files below a folder.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(File(folder), "*.cs", SearchOption.AllDirectories);
}
