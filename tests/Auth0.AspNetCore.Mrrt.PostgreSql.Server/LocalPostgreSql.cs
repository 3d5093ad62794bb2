using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Server;

/// <summary>
/// A PostgreSQL server of one's own on a free port of 127.0.0.1, with its data in a temporary folder. It ends with
/// <see cref="DisposeAsync"/>, or with the process that started it, however that ends.
/// </summary>
public sealed class LocalPostgreSql : IAsyncDisposable
{
    private const string User = "auth0";

    /// <summary>postgres as a child that stops when its own standard input says how. If that closes without a word nobody
    /// is left, and the folder goes as well.</summary>
    private const string Watched =
        "folder=$1; shift; \"$@\" & child=$!; read -r signal; kill -\"${signal:-QUIT}\" $child; wait $child; "
        + "[ -n \"$signal\" ] || rm -rf \"$folder\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string[] _settings;
    private ChildProcess? _server;

    private LocalPostgreSql(string folder, int port, string[] settings, ChildProcess server)
    {
        _folder = folder;
        _settings = settings;
        _server = server;
        Port = port;
    }

    /// <summary>Where it listens on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>How Npgsql reaches it.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database=postgres;Timeout=15;SSL Mode=Disable";

    /// <summary>Everything the server has logged so far, statements included when its settings say so.</summary>
    public string Log
    {
        get
        {
            using var file = new FileStream(LogFile(_folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Creates a server and waits until it answers.</summary>
    /// <param name="settings">Of the server, such as <c>max_connections=50</c>. No write waits for a disk.</param>
    /// <returns>The server.</returns>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<LocalPostgreSql> StartAsync(params string[] settings)
    {
        if (PostgreSqlPrograms.WhatIsMissing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var folder = await NewFolderAsync();
        await RunAsync(Unprivileged.Command(
            Program("initdb"), "-D", DataFolder(folder), "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"));
        var port = FreePort();
        return new LocalPostgreSql(folder, port, settings, await LaunchAsync(folder, port, settings));
    }

    /// <summary>Starts a standby that follows this server until it is promoted (<c>pg_promote()</c>).</summary>
    /// <returns>The standby: a server of its own.</returns>
    public async Task<LocalPostgreSql> StartStandbyAsync()
    {
        var folder = await NewFolderAsync();
        await RunAsync(Unprivileged.Command(
            Program("pg_basebackup"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User,
            "-D", DataFolder(folder), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"));
        var port = FreePort();
        return new LocalPostgreSql(folder, port, _settings, await LaunchAsync(folder, port, _settings));
    }

    /// <summary>Stops the server: connections break, what was committed stays.</summary>
    /// <param name="immediately">Without saying goodbye, as after a power failure; else as an administrator does it.</param>
    public async Task StopAsync(bool immediately = false)
    {
        if (Interlocked.Exchange(ref _server, null) is not { } server)
        {
            return;
        }

        await using (server)
        {
            await server.WriteLineAsync(immediately ? "QUIT" : "INT");
            await server.UntilExitAsync(Patience);
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, where it was.</summary>
    public async Task StartAgainAsync() => _server = await LaunchAsync(_folder, Port, _settings);

    /// <summary>Stops it and starts it again.</summary>
    /// <param name="immediately">Without saying goodbye, as after a power failure.</param>
    public async Task RestartAsync(bool immediately = false)
    {
        await StopAsync(immediately);
        await StartAgainAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(immediately: true);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Program(string name) => Path.Combine(PostgreSqlPrograms.Folder!, name);

    private static string DataFolder(string folder) => Path.Combine(folder, "data");

    private static string LogFile(string folder) => Path.Combine(folder, "log");

    private static async Task<string> NewFolderAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "auth0-mrrt-postgresql-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        await RunAsync(Unprivileged.Own(folder));
        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<ChildProcess> LaunchAsync(string folder, int port, string[] settings)
    {
        string[] all =
        [
            $"port={port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1",
            $"unix_socket_directories={folder}", "fsync=off", "full_page_writes=off", "max_connections=200", .. settings,
        ];
        var postgres = string.Join(' ', all.Select(setting => $"-c '{setting}'"));
        var server = Start(
            Unprivileged.Command(
                "sh", "-c", Watched, "sh", folder, "sh", "-c",
                $"exec '{Program("postgres")}' -D '{DataFolder(folder)}' {postgres} >>'{LogFile(folder)}' 2>&1 </dev/null"));
        try
        {
            await AnswersAsync(server, port, folder);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task AnswersAsync(ChildProcess server, int port, string folder)
    {
        var began = Stopwatch.StartNew();
        while (!await ReadyAsync(port))
        {
            if (server.HasExited || began.Elapsed > Patience)
            {
                throw new InvalidOperationException("PostgreSQL does not start: " + await File.ReadAllTextAsync(LogFile(folder)));
            }
        }
    }

    /// <summary>pg_isready waits itself, so nobody spins.</summary>
    private static async Task<bool> ReadyAsync(int port)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-q", "-t", "3"];
        var (exitCode, _) = await ChildProcess.RunAsync(Program("pg_isready"), arguments, InEnglish);
        return exitCode == 0;
    }

    private static async Task RunAsync(string[] command)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(command[0], command[1..], InEnglish);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {string.Join(' ', output)}");
        }
    }

    private static ChildProcess Start(string[] command) => ChildProcess.Start(command[0], command[1..], InEnglish);

    private static void InEnglish(ProcessStartInfo start) => start.Environment["LC_ALL"] = "C";
}
