using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>A server process: this program again, with a verb. Ended by its process id.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TextWriter? _log;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _endExpected;
    private volatile string? _lastError;

    private NodeProcess(NodeSettings settings, string? logFolder)
    {
        Identity = new NodeIdentity(settings.Node, settings.Life);
        if (logFolder is not null)
        {
            var log = Path.Combine(logFolder, $"node-{settings.Node}-{settings.Life}.log");
            _log = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        }

        _process = new Process { StartInfo = StartInfo() };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => TakeError(line.Data);
    }

    public NodeIdentity Identity { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it ended although nobody ended it.</summary>
    public bool Crashed => Volatile.Read(ref _endExpected) == 0 && _process.HasExited;

    public static async Task<NodeProcess> StartAsync(
        NodeSettings settings, string? logFolder, CancellationToken cancellationToken)
    {
        var node = new NodeProcess(settings, logFolder);
        try
        {
            node._process.Start();
            node._process.BeginOutputReadLine();
            node._process.BeginErrorReadLine();
            await node._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings));
            await node._process.StandardInput.FlushAsync(cancellationToken);
            await Task.WhenAny(node._ready.Task, node._process.WaitForExitAsync(cancellationToken))
                .WaitAsync(StartLimit, TimeProvider.System, cancellationToken);
            node.Address = node._ready.Task.IsCompleted
                ? await node._ready.Task
                : throw new StormException($"A server ended at once: {node._lastError}");
            return node;
        }
        catch (Exception e)
        {
            await node.DisposeAsync();
            if (e is TimeoutException)
            {
                throw new StormException($"A server did not start within {StartLimit.TotalSeconds} seconds.");
            }

            throw;
        }
    }

    /// <summary>SIGKILL: it has no time for anything.</summary>
    public async Task KillAsync()
    {
        Volatile.Write(ref _endExpected, 1);
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // It was never started, or has been disposed of already.
        }

        _process.Dispose();
        _log?.Dispose();
    }

    private static ProcessStartInfo StartInfo()
    {
        // Under "dotnet Storm.dll" the process is the host, under "dotnet run" it is the program itself.
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new ProcessStartInfo(
            program, isHost ? [typeof(NodeProcess).Assembly.Location, NodeProgram.Verb] : [NodeProgram.Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private void Take(string? line)
    {
        if (line?.StartsWith(NodeProgram.ReadyPrefix, StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult(new Uri(line[NodeProgram.ReadyPrefix.Length..]));
        }
    }

    private void TakeError(string? line)
    {
        _log?.WriteLine(line);
        _lastError = line ?? _lastError;
    }

    private async Task SignalAsync(string signal)
    {
        // The signals' numbers differ between systems; the tool knows them by name.
        using var kill = Process.Start(
            "kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
