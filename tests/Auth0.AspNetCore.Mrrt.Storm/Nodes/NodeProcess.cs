using System.Text.Json;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>A server process: this program again, with a verb. Ended by its process id.</summary>
internal sealed partial class NodeProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;
    private readonly TextWriter? _log;
    private int _endExpected;

    private NodeProcess(NodeSettings settings, ChildProcess child, Uri address, TextWriter? log)
    {
        Identity = new NodeIdentity(settings.Node, settings.Life);
        Address = address;
        _child = child;
        _log = log;
    }

    public NodeIdentity Identity { get; }

    public Uri Address { get; }

    /// <summary>Whether it ended although nobody ended it.</summary>
    public bool Crashed => Volatile.Read(ref _endExpected) == 0 && _child.HasExited;

    public static async Task<NodeProcess> StartAsync(
        NodeSettings settings, string? logFolder, CancellationToken cancellationToken)
    {
        var log = logFolder is null
            ? null
            : TextWriter.Synchronized(new StreamWriter(Path.Combine(logFolder, $"node-{settings.Node}-{settings.Life}.log"))
            {
                AutoFlush = true,
            });
        // Under "dotnet Storm.dll" the process is the host, under "dotnet run" it is the program itself.
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        try
        {
            var (child, ready) = await ChildProcess.StartAsync(
                program,
                isHost ? [typeof(NodeProcess).Assembly.Location, NodeProgram.Verb] : [NodeProgram.Verb],
                ReadyLine(),
                input: JsonSerializer.Serialize(settings),
                onErrorLine: line => log?.WriteLine(line),
                cancellationToken: cancellationToken);
            return new NodeProcess(settings, child, new Uri(ready.Groups["address"].Value), log);
        }
        catch (InvalidOperationException e)
        {
            log?.Dispose();
            throw new StormException(e.Message);
        }
        catch (OperationCanceledException)
        {
            log?.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL: it has no time for anything.</summary>
    public Task KillAsync()
    {
        Volatile.Write(ref _endExpected, 1);
        return _child.KillAsync();
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open.</summary>
    public Task StopAsync() => _child.SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public Task ContinueAsync() => _child.SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _endExpected, 1);
        await _child.DisposeAsync();
        _log?.Dispose();
    }

    [GeneratedRegex($"^{NodeProgram.ReadyPrefix}(?<address>.+)")]
    private static partial Regex ReadyLine();
}
