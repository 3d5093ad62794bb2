using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>The library's packages, packed from the build that these tests are part of. A class fixture: it packs
/// once.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "Auth0.AspNetCore.Mrrt", "Auth0.AspNetCore.Mrrt.PostgreSql", "Auth0.AspNetCore.Mrrt.Redis", "Auth0.AspNetCore.Mrrt.Testing",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth0-mrrt-packages-");

    /// <summary>Where the packages lie.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The names of the package files.</summary>
    public IEnumerable<string> Files => _folder.EnumerateFiles("*.nupkg").Select(file => file.Name);

    public async Task InitializeAsync()
    {
        foreach (var name in Names)
        {
            var (exitCode, output) = await ChildProcess.RunAsync(
                DotNet.Program,
                ["pack", Repository.PathTo("src", name), "-c", Repository.Configuration, "--no-build", "-o", Folder, "-nodeReuse:false"],
                DotNet.InEnglish);
            exitCode.Should().Be(0, string.Join(Environment.NewLine, output));
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
