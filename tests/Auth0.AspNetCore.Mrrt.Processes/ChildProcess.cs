using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.Processes;

/// <summary>
/// A program that a test has started. Disposing ends the program by its process id, together with the processes that
/// the program started.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ChildOutput _output;

    private ChildProcess(
        string program,
        IEnumerable<string> arguments,
        Action<ProcessStartInfo>? configure = null,
        Regex? ready = null,
        Action<string>? onErrorLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, // stays open until the end: a child may stop when it closes
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        configure?.Invoke(start);
        _output = new ChildOutput(ready, onErrorLine);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.KeepError(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The newest lines of standard output and standard error, in the order in which they arrived.</summary>
    public IReadOnlyCollection<string> Output => _output.Lines;

    /// <summary>True when the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program without waiting for anything.</summary>
    /// <param name="program">A name to be found on the PATH, or a whole path.</param>
    /// <param name="arguments">As the program gets them; no shell reads them.</param>
    /// <param name="configure">Sets the environment or the working directory.</param>
    /// <returns>The program.</returns>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, Action<ProcessStartInfo>? configure = null) =>
        new(program, arguments, configure);

    /// <summary>Starts a program and waits for the line of its standard output that says it is ready.</summary>
    /// <param name="program">A name to be found on the PATH, or a whole path.</param>
    /// <param name="arguments">As the program gets them; no shell reads them.</param>
    /// <param name="ready">Matches the ready line.</param>
    /// <param name="configure">Sets the environment or the working directory.</param>
    /// <param name="input">The first line of the program's standard input. Null for none.</param>
    /// <param name="onErrorLine">Receives each line of standard error.</param>
    /// <param name="cancellationToken">Ends the wait, and the program with it.</param>
    /// <returns>The program and the match in its ready line.</returns>
    /// <exception cref="InvalidOperationException">The program ended, or was not ready within a minute.</exception>
    public static async Task<(ChildProcess Child, Match Ready)> StartAsync(
        string program,
        IEnumerable<string> arguments,
        Regex ready,
        Action<ProcessStartInfo>? configure = null,
        string? input = null,
        Action<string>? onErrorLine = null,
        CancellationToken cancellationToken = default)
    {
        var child = new ChildProcess(program, arguments, configure, ready, onErrorLine);
        try
        {
            if (input is not null)
            {
                await child.WriteLineAsync(input);
            }

            return (child, await child.UntilReadyAsync(cancellationToken));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">A name to be found on the PATH, or a whole path.</param>
    /// <param name="arguments">As the program gets them; no shell reads them.</param>
    /// <param name="configure">Sets the environment or the working directory.</param>
    /// <param name="limit">The longest that the program may take. Default: a minute and a half.</param>
    /// <returns>The exit code and the output.</returns>
    /// <exception cref="InvalidOperationException">The program did not end within the limit.</exception>
    public static async Task<(int ExitCode, IReadOnlyCollection<string> Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        Action<ProcessStartInfo>? configure = null,
        TimeSpan? limit = null)
    {
        await using var child = new ChildProcess(program, arguments, configure);
        await child.UntilExitAsync(limit ?? RunLimit);
        return (child._process.ExitCode, child.Output);
    }

    /// <summary>Writes a line to the program's standard input.</summary>
    public async Task WriteLineAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The program has ended. The wait that follows a line reports that, with the program's own words.
        }
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <exception cref="InvalidOperationException">The program did not end within the limit.</exception>
    public async Task UntilExitAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw Failed($"did not end within {limit.TotalSeconds} s");
        }
    }

    /// <summary>Sends SIGKILL to the program alone, and waits for its end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, such as STOP or CONT. The tool knows their numbers, which differ between systems.</summary>
    public Task SignalAsync(string signal) =>
        RunAsync("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<Match> UntilReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(_output.Ready, _process.WaitForExitAsync(cancellationToken))
                .WaitAsync(StartLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Failed($"did not say that it was ready within {StartLimit.TotalSeconds} s");
        }

        return _output.Ready.IsCompletedSuccessfully
            ? await _output.Ready
            : throw Failed($"ended with exit code {_process.ExitCode} before it was ready");
    }

    private InvalidOperationException Failed(string how)
    {
        var command = string.Join(' ', [_process.StartInfo.FileName, .. _process.StartInfo.ArgumentList]);
        string[] lines = [$"'{command}' {how}:", .. _output.Lines];
        return new InvalidOperationException(string.Join(Environment.NewLine, lines));
    }
}
