using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;
using Auth0.AspNetCore.Mrrt.RealOp;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>tests/Auth0.AspNetCore.Mrrt.Aot, published with native AOT. A class fixture: it publishes once.</summary>
public sealed partial class NativeApplication : IAsyncLifetime
{
    private const string Name = "Auth0.AspNetCore.Mrrt.Aot";

    // An idle machine with two cores needs little more than a minute. A machine that also builds something needs much more.
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth0-mrrt-aot-");

    public int ExitCode { get; private set; }

    /// <summary>What the publish printed.</summary>
    public IReadOnlyCollection<string> Output { get; private set; } = [];

    /// <summary>The published files.</summary>
    public string Folder => Path.Combine(_folder.FullName, "app");

    /// <summary>Publishes the application. Does nothing when the native compiler is missing and its tests are skipped.</summary>
    public async Task InitializeAsync()
    {
        if (RealParts.SkipReason(RealPart.NativeCompiler) is not null)
        {
            return;
        }

        RealParts.Require(RealPart.NativeCompiler);
        // The build of these tests has built the application: a second build would disturb other tests.
        (ExitCode, Output) = await ChildProcess.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "publish", Repository.PathTo("tests", Name), "-c", Repository.Configuration, "-o", Folder,
                "--no-build", "-nodeReuse:false", "-p:NativeDebugSymbols=false",
                // The compiler leaves its output even after a warning. In an empty folder it compiles each time.
                $"-p:NativeIntermediateOutputPath={Path.Combine(_folder.FullName, "native")}/",
                $"-p:NativeOutputPath={Path.Combine(_folder.FullName, "bin")}/",
            ],
            start => start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en",
            PublishLimit);
    }

    /// <summary>Starts the application on a free loopback port, as a client of the tenant.</summary>
    /// <param name="tenant">A tenant on Kestrel.</param>
    /// <returns>The process and its address. The host of the address differs from the tenant's host.</returns>
    internal async Task<(ChildProcess Process, Uri Address)> StartAsync(Auth0Tenant tenant)
    {
        var (process, ready) = await ChildProcess.StartAsync(
            Path.Combine(Folder, Name),
            ["--urls", "http://127.0.0.1:0"],
            ListeningLine(),
            start =>
            {
                start.Environment["Auth0__Domain"] = tenant.Domain;
                start.Environment["Auth0__ClientId"] = tenant.Client.ClientId;
                start.Environment["Auth0__ClientSecret"] = tenant.Client.ClientSecret;
                start.Environment["Keys"] = Path.Combine(_folder.FullName, "keys");
            });
        return (process, new UriBuilder(ready.Groups["address"].Value) { Host = "localhost" }.Uri);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex ListeningLine();
}
