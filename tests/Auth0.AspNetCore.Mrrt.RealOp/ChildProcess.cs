using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>
/// A program started for a test. It is ready when a line of its standard output says so, and it is ended by its
/// process id together with whatever it started.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Regex? _ready;
    private readonly TaskCompletionSource<Match> _readyLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();

    private ChildProcess(
        string program, IEnumerable<string> arguments, Regex? ready, Action<ProcessStartInfo>? configure)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, // stays open until the end: a child may stop when it closes
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        configure?.Invoke(start);
        _ready = ready;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data, mayBeReady: true);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, mayBeReady: false);
    }

    /// <summary>Standard output and standard error so far, in the order in which they arrived.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <param name="program">Found on the PATH, or a whole path.</param>
    /// <param name="arguments">As the program gets them; nothing here goes through a shell.</param>
    /// <param name="ready">What the line looks like that says it is ready.</param>
    /// <param name="configure">Environment, working directory.</param>
    /// <returns>The program and the match in its ready line.</returns>
    /// <exception cref="InvalidOperationException">It ended, or said nothing of it for a minute.</exception>
    public static async Task<(ChildProcess Child, Match Ready)> StartAsync(
        string program,
        IEnumerable<string> arguments,
        Regex ready,
        Action<ProcessStartInfo>? configure = null)
    {
        var child = new ChildProcess(program, arguments, ready, configure);
        child.Begin();
        try
        {
            return (child, await child.UntilReadyAsync());
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Found on the PATH, or a whole path.</param>
    /// <param name="arguments">As the program gets them; nothing here goes through a shell.</param>
    /// <param name="configure">Environment, working directory.</param>
    /// <param name="limit">How long the program may run. The default is a minute and a half.</param>
    /// <exception cref="InvalidOperationException">The program did not end within the limit.</exception>
    public static async Task<(int ExitCode, IReadOnlyCollection<string> Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        Action<ProcessStartInfo>? configure = null,
        TimeSpan? limit = null)
    {
        await using var child = new ChildProcess(program, arguments, ready: null, configure);
        child.Begin();
        var runLimit = limit ?? RunLimit;
        try
        {
            await child._process.WaitForExitAsync().WaitAsync(runLimit);
        }
        catch (TimeoutException)
        {
            throw child.Failed($"did not end within {runLimit.TotalSeconds} s");
        }

        return (child._process.ExitCode, child.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Begin()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<Match> UntilReadyAsync()
    {
        var ended = _process.WaitForExitAsync();
        try
        {
            await Task.WhenAny(_readyLine.Task, ended).WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            throw Failed($"did not say that it was ready within {StartLimit.TotalSeconds} s");
        }
        return _readyLine.Task.IsCompletedSuccessfully
            ? await _readyLine.Task
            : throw Failed($"ended with exit code {_process.ExitCode} before it was ready");
    }

    private void Take(string? line, bool mayBeReady)
    {
        if (line is null)
        {
            return;
        }
        _output.Enqueue(line);
        if (mayBeReady && _ready?.Match(line) is { Success: true } match)
        {
            _readyLine.TrySetResult(match);
        }
    }

    private InvalidOperationException Failed(string how)
    {
        var command = string.Join(' ', [_process.StartInfo.FileName, .. _process.StartInfo.ArgumentList]);
        string[] lines = [$"'{command}' {how}:", .. _output];
        return new InvalidOperationException(string.Join(Environment.NewLine, lines));
    }
}
