using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;
using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A sample of this repository, run as its reader would run it, in the configuration of these tests.</summary>
internal sealed partial class SampleProcess : IAsyncDisposable
{
    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private readonly ChildProcess _child;

    private SampleProcess(ChildProcess child, Uri address)
    {
        _child = child;
        Address = address;
    }

    /// <summary>What the sample's address line names.</summary>
    public Uri Address { get; }

    public IReadOnlyCollection<string> Output => _child.Output;

    /// <param name="sample">Its folder under samples, for example "Quickstart".</param>
    /// <param name="arguments">For example <c>--urls http://127.0.0.1:0</c> for a free port.</param>
    /// <param name="environment">Settings the sample reads from its environment.</param>
    /// <param name="addressLine">The line to wait for, with a group "address". Default: the framework's own.</param>
    public static async Task<SampleProcess> StartAsync(
        string sample,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        Regex? addressLine = null)
    {
        var (child, ready) = await ChildProcess.StartAsync(
            DotNet,
            [ProgramOf(sample), .. arguments],
            addressLine ?? ListeningLine(),
            start =>
            {
                start.WorkingDirectory = FolderOf(sample);
                foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
                {
                    start.Environment[name] = value;
                }
            });
        return new SampleProcess(child, new Uri(ready.Groups["address"].Value));
    }

    /// <summary>Runs a sample that ends by itself.</summary>
    public static Task<(int ExitCode, IReadOnlyCollection<string> Output)> RunAsync(
        string sample, params string[] arguments) =>
        ChildProcess.RunAsync(
            DotNet, [ProgramOf(sample), .. arguments], start => start.WorkingDirectory = FolderOf(sample));

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private static string FolderOf(string sample) => Repository.PathTo("samples", sample);

    private static string ProgramOf(string sample)
    {
        var program = Repository.PathTo("artifacts", "bin", sample, Repository.Configuration, $"{sample}.dll");
        return File.Exists(program)
            ? program
            : throw new InvalidOperationException(
                $"{program} is missing: dotnet build samples/{sample} -c {Repository.Configuration}.");
    }

    [GeneratedRegex(@"Now listening on: (?<address>https?://\S+)")]
    private static partial Regex ListeningLine();
}
