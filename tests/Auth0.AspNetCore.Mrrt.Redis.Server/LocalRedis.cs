using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.Redis.Server;

/// <summary>
/// A Redis server of one's own on a free port of 127.0.0.1, with its data in a temporary folder. It ends with
/// <see cref="DisposeAsync"/>, or with the process that started it, however that ends.
/// </summary>
public sealed class LocalRedis : IAsyncDisposable
{
    /// <summary>What the server keeps on disk when it must survive a restart.</summary>
    public static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "always"];

    private readonly RedisProcess _process;

    private LocalRedis(RedisProcess process, int port, X509Certificate2? certificate = null)
    {
        _process = process;
        Port = port;
        Certificate = certificate;
    }

    /// <summary>Where it listens on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>The server's certificate, which nobody vouches for. Null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>How StackExchange.Redis reaches it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Creates a server and waits until it answers.</summary>
    /// <param name="settings">Arguments of the server, such as <c>--maxmemory 5mb</c>, each word by itself. Without any, nothing
    /// is kept on disk.</param>
    /// <returns>The server.</returns>
    /// <exception cref="InvalidOperationException">Redis is not installed, or does not start.</exception>
    public static async Task<LocalRedis> StartAsync(params string[] settings)
    {
        var folder = NewFolder();
        var port = FreePort();
        return new LocalRedis(await RedisProcess.StartAsync(folder, port, tls: false, ["--port", Text(port), .. settings]), port);
    }

    /// <summary>The same, and it speaks TLS only.</summary>
    /// <returns>The server.</returns>
    public static async Task<LocalRedis> StartWithTlsAsync()
    {
        var folder = NewFolder();
        var port = FreePort();
        var certificate = SelfSigned.Certificate("localhost");
        var file = Path.Combine(folder, "certificate.pem");
        await File.WriteAllTextAsync(file, SelfSigned.Pem(certificate));
        string[] settings =
        [
            "--port", "0", "--tls-port", Text(port), "--tls-cert-file", file, "--tls-key-file", file, "--tls-ca-cert-file", file,
            "--tls-auth-clients", "no",
        ];
        return new LocalRedis(await RedisProcess.StartAsync(folder, port, tls: true, settings), port, certificate);
    }

    /// <summary>Starts a replica that follows this server until <see cref="PromoteAsync"/>.</summary>
    /// <returns>The replica: a server of its own.</returns>
    public async Task<LocalRedis> StartReplicaAsync()
    {
        await RunAsync("CONFIG", "SET", "repl-diskless-sync-delay", "0");
        var replica = await StartAsync("--replicaof", "127.0.0.1", Text(Port));
        await replica.UntilAsync("master_link_status:up", "INFO", "replication");
        await _process.UntilAsync(
            line => line.Contains($"port={replica.Port},state=online", StringComparison.Ordinal), "INFO", "replication");
        return replica;
    }

    /// <summary>Makes a replica a primary, also after a restart.</summary>
    public async Task PromoteAsync()
    {
        await RunAsync("REPLICAOF", "NO", "ONE");
        _process.StartNextWith(["--port", Text(Port)]);
    }

    /// <summary>Keeps everything on disk from now on, as <see cref="Durable"/> does from the start.</summary>
    public async Task KeepOnDiskAsync()
    {
        await RunAsync("CONFIG", "SET", "appendfsync", "always");
        await RunAsync("CONFIG", "SET", "appendonly", "yes");
        await UntilAsync("aof_rewrite_in_progress:0", "INFO", "persistence");
        _process.StartNextWith(["--port", Text(Port), .. Durable]);
    }

    /// <summary>Runs one command over a connection of its own.</summary>
    /// <param name="command">The command, word by word.</param>
    /// <returns>The answer's lines.</returns>
    public Task<IReadOnlyCollection<string>> RunAsync(params string[] command) => _process.AskAsync(command);

    /// <summary>Asks until a line of the answer is the one that is waited for.</summary>
    /// <param name="line">The line.</param>
    /// <param name="command">The command, word by word.</param>
    public Task UntilAsync(string line, params string[] command) => _process.UntilAsync(said => said == line, command);

    /// <summary>Stops the server in its steps: its connections stay, and nobody is answered.</summary>
    public Task FreezeAsync() => _process.SignalAsync("STOP");

    /// <summary>Lets a frozen server go on.</summary>
    public Task ThawAsync() => _process.SignalAsync("CONT");

    /// <summary>Stops the server: connections break.</summary>
    /// <param name="immediately">Without a goodbye, as after a power failure. Otherwise as an administrator does it.</param>
    public Task StopAsync(bool immediately = false) => _process.StopAsync(immediately);

    /// <summary>Starts it again after <see cref="StopAsync"/>, where it was.</summary>
    public Task StartAgainAsync() => _process.StartAgainAsync();

    /// <summary>Stops it and starts it again. It has what its settings have kept on disk.</summary>
    /// <param name="immediately">Without a goodbye, as after a power failure.</param>
    public async Task RestartAsync(bool immediately = false)
    {
        await StopAsync(immediately);
        await StartAgainAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Certificate?.Dispose();
    }

    /// <summary>A port that nobody has.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string NewFolder()
    {
        if (RedisPrograms.WhatIsMissing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        return Directory.CreateTempSubdirectory("auth0-mrrt-redis-").FullName;
    }
}
