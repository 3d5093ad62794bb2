using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>A C# block of a page, as <c>Program.cs</c> of a new web project outside the repository. A packed package is its
/// only reference.</summary>
internal sealed partial class PrintedProgram : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth0-mrrt-printed-");
    private readonly PackedPackages _packages;

    /// <param name="page">The page, from the root of the repository.</param>
    /// <param name="packages">Where the packages lie.</param>
    /// <param name="package">The package that the program references.</param>
    /// <param name="after">The heading on the page after which the block stands. Empty for the first block.</param>
    public PrintedProgram(string page, PackedPackages packages, string package = "Auth0.AspNetCore.Mrrt", string after = "")
    {
        _packages = packages;
        var text = File.ReadAllText(Repository.PathTo(page)).ReplaceLineEndings("\n");
        File.WriteAllText(PathTo("Program.cs"), CSharpBlock().Match(text, text.IndexOf(after, StringComparison.Ordinal)).Groups["code"].Value);
        File.WriteAllText(PathTo("Printed.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="*-*" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Restores without a registry. Our package comes from the folder where it was packed, the others from the
    /// restore of this repository. The target folder is new: an earlier run may have left our version in the user's
    /// own.</summary>
    public Task<(int ExitCode, IReadOnlyCollection<string> Output)> BuildAsync() => ChildProcess.RunAsync(
        DotNet.Program,
        [
            "build", PathTo("Printed.csproj"), "-o", PathTo("out"), "-nodeReuse:false", "-p:UseSharedCompilation=false",
            $"-p:RestoreSources={_packages.Folder}",
            $"-p:RestoreFallbackFolders={Repository.PackageFolder}",
            $"-p:RestorePackagesPath={PathTo("packages")}",
            "-p:NuGetAudit=false", // it asks a registry
        ],
        DotNet.InEnglish,
        BuildLimit);

    /// <summary>Starts the program on a free loopback port, as a client of the tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="settings">What else the program finds in its environment.</param>
    public async Task<(ChildProcess Process, Uri Address)> StartAsync(
        Auth0Tenant tenant, IReadOnlyDictionary<string, string>? settings = null)
    {
        var (process, ready) = await ChildProcess.StartAsync(
            DotNet.Program,
            [PathTo("out", "Printed.dll"), "--urls", "http://127.0.0.1:0"],
            ListeningLine(),
            start =>
            {
                start.WorkingDirectory = _folder.FullName;
                start.Environment["Auth0__Domain"] = tenant.Domain;
                start.Environment["Auth0__ClientId"] = tenant.Client.ClientId;
                start.Environment["Auth0__ClientSecret"] = tenant.Client.ClientSecret;
                foreach (var (name, value) in settings ?? new Dictionary<string, string>())
                {
                    start.Environment[name] = value;
                }
            });
        return (process, new Uri(ready.Groups["address"].Value));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathTo(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex ListeningLine();
}
