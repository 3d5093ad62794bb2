using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.Processes;

/// <summary>The newest lines that a program has written, and the line that says it is ready.</summary>
internal sealed class ChildOutput(Regex? ready, Action<string>? onErrorLine)
{
    private const int MaxLines = 10_000;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Match> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Completes with the match in the first line of standard output that says ready.</summary>
    public Task<Match> Ready => _ready.Task;

    public void Keep(string? line)
    {
        Add(line);
        if (line is not null && ready?.Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(match);
        }
    }

    public void KeepError(string? line)
    {
        Add(line);
        if (line is not null)
        {
            onErrorLine?.Invoke(line);
        }
    }

    /// <summary>Null marks the end of a stream.</summary>
    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (_lines.Count > MaxLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
