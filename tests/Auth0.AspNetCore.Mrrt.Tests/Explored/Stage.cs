namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>Where the actors of a story wait for their next step. A step runs to the actor's next wait, on the thread
/// of who lets it go on.</summary>
internal sealed class Stage
{
    private readonly SortedDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);

    /// <summary>The steps that may be next.</summary>
    public IReadOnlyList<string> Ready => [.. _waiting.Keys];

    /// <summary>Waits for a step.</summary>
    /// <param name="server">Whose step; nothing of a dead server goes on.</param>
    /// <param name="step">The step's name; waiting for the same one twice gets another.</param>
    public Task WaitAsync(string server, string step)
    {
        RequireOneThread();
        var waiting = new TaskCompletionSource();
        if (!_dead.Contains(server))
        {
            var name = $"{server} {step}";
            while (!_waiting.TryAdd(name, waiting))
            {
                name += "'";
            }
        }

        return waiting.Task;
    }

    public void Go(string step)
    {
        RequireOneThread();
        _waiting.Remove(step, out var waiting);
        waiting!.SetResult();
        RequireOneThread();
    }

    /// <summary>A server dies: what it was doing never goes on.</summary>
    public void Kill(string server)
    {
        _dead.Add(server);
        foreach (var step in _waiting.Keys.Where(step => step.StartsWith(server + " ", StringComparison.Ordinal)).ToArray())
        {
            _waiting.Remove(step);
        }
    }

    public bool IsDead(string server) => _dead.Contains(server);

    private void RequireOneThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A step that leaves the thread escapes the order.");
        }
    }
}
