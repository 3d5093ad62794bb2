using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>Directory.Packages.props lists the version of every package that a project references, and no other.</summary>
public sealed class PackagesTests
{
    private static readonly string[] Folders = ["eng", "samples", "src", "tests"];

    private static readonly string[] Versions =
        [.. Names("PackageVersion", Repository.File("Directory.Packages.props"))];

    [Fact]
    public void Every_version_belongs_to_a_package_that_a_project_references() =>
        Versions.Except(Projects().SelectMany(file => Names("PackageReference", file)), StringComparer.OrdinalIgnoreCase)
            .Should().BeEmpty();

    [Fact]
    public void No_package_has_two_versions() => Versions.Should().OnlyHaveUniqueItems(name => name.ToUpperInvariant());

    private static IEnumerable<string> Projects() =>
    [
        Repository.File("Directory.Build.props"),
        .. from folder in Folders
           from file in Directory.EnumerateFiles(Repository.File(folder), "*.*proj", SearchOption.AllDirectories)
               .Concat(Directory.EnumerateFiles(Repository.File(folder), "*.props", SearchOption.AllDirectories))
           where !file.Contains("node_modules", StringComparison.Ordinal)
           select file,
    ];

    private static IEnumerable<string> Names(string element, string file) =>
        from found in XDocument.Load(file).Descendants(element)
        select found.Attribute("Include")?.Value ?? found.Attribute("Update")!.Value;
}
