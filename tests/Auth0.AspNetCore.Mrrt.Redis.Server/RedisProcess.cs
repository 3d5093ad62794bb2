using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.Redis.Server;

/// <summary>redis-server as a child process in a folder of its own.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    /// <summary>Runs the server until a line of standard input says how to stop it. When the input closes without a line, nobody
    /// is left: the server ends, and the folder goes as well.</summary>
    private const string Watched =
        "folder=$1; shift; \"$@\" & child=$!; read -r signal; kill -\"${signal:-KILL}\" $child; wait $child; "
        + "[ -n \"$signal\" ] || rm -rf \"$folder\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private string[] _settings;
    private readonly string[] _client;
    private ChildProcess? _server;

    private RedisProcess(string folder, int port, bool tls, string[] settings)
    {
        _folder = folder;
        _settings = settings;
        _client = ["-h", "127.0.0.1", "-p", LocalRedis.Text(port), .. tls ? (string[])["--tls", "--insecure"] : []];
    }

    public static async Task<RedisProcess> StartAsync(string folder, int port, bool tls, string[] settings)
    {
        var process = new RedisProcess(folder, port, tls, settings);
        try
        {
            await process.StartAgainAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the server is started with the next time.</summary>
    public void StartNextWith(string[] settings) => _settings = settings;

    public async Task StartAgainAsync()
    {
        string[] all =
        [
            "--bind", "127.0.0.1", "--dir", _folder, "--logfile", Path.Combine(_folder, "log"), "--pidfile", PidFile,
            "--save", "", "--appendonly", "no", "--daemonize", "no", "--repl-diskless-sync-delay", "0", .. _settings,
        ];
        _server = ChildProcess.Start("sh", ["-c", Watched, "sh", _folder, RedisPrograms.Server, .. all]);
        await UntilAsync(line => line == "PONG", "PING");
    }

    public async Task<IReadOnlyCollection<string>> AskAsync(params string[] command)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(RedisPrograms.Client, [.. _client, .. command]);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"redis-cli {command[0]} failed: {string.Join(' ', output)}");
    }

    /// <summary>Each question waits for a program's end, so nobody spins.</summary>
    public async Task UntilAsync(Func<string, bool> line, params string[] command)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            var (_, output) = await ChildProcess.RunAsync(RedisPrograms.Client, [.. _client, .. command]);
            if (output.Any(line))
            {
                return;
            }

            if (_server is { HasExited: true } || began.Elapsed > Patience)
            {
                throw new InvalidOperationException($"Redis never said what was waited for: {string.Join(' ', output)} {await LogAsync()}");
            }
        }
    }

    public async Task SignalAsync(string signal)
    {
        var id = (await File.ReadAllTextAsync(PidFile)).Trim();
        await ChildProcess.RunAsync("kill", ["-s", signal, id]);
    }

    public async Task StopAsync(bool immediately)
    {
        if (Interlocked.Exchange(ref _server, null) is not { } server)
        {
            return;
        }

        await using (server)
        {
            await server.WriteLineAsync(immediately ? "KILL" : "TERM");
            await server.UntilExitAsync(Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(immediately: true);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string PidFile => Path.Combine(_folder, "pid");

    private async Task<string> LogAsync()
    {
        var file = Path.Combine(_folder, "log");
        return File.Exists(file) ? await File.ReadAllTextAsync(file) : "It has logged nothing.";
    }
}
