using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>The first C# block of a page, as <c>Program.cs</c> of a new web project outside the repository. The packed
/// package is its only reference.</summary>
internal sealed partial class PrintedProgram : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth0-mrrt-printed-");
    private readonly PackedPackages _packages;

    public PrintedProgram(string page, PackedPackages packages)
    {
        _packages = packages;
        var text = File.ReadAllText(Repository.PathTo(page)).ReplaceLineEndings("\n");
        File.WriteAllText(PathTo("Program.cs"), CSharpBlock().Match(text).Groups["code"].Value);
        File.WriteAllText(PathTo("Printed.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Auth0.AspNetCore.Mrrt" Version="*-*" />
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
    public async Task<(ChildProcess Process, Uri Address)> StartAsync(Auth0Tenant tenant)
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
