using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>What goes wrong on one server's way to its backend, and how often it was asked.</summary>
internal sealed class BackendFaults
{
    private readonly ConcurrentDictionary<BackendCall, ConcurrentQueue<Fault>> _next = new();
    private readonly ConcurrentDictionary<BackendCall, int> _counts = new();
    private readonly ConcurrentDictionary<BackendCall, Action> _before = new();
    private volatile bool _isCutOff;

    /// <summary>How often the backend was asked.</summary>
    public int Count(BackendCall call) => _counts.GetValueOrDefault(call);

    /// <summary>The next calls fail before the backend hears of them.</summary>
    public void Fail(BackendCall call, int times = 1, bool isOutOfReach = true) =>
        Add(call, times, new Fault { Exception = new SessionBackendException("a fault of the test", isOutOfReach) });

    /// <summary>The next call throws what no driver should.</summary>
    public void Throw(BackendCall call, Exception exception) => Add(call, 1, new Fault { Exception = exception });

    /// <summary>The backend does what the next call asks, and its answer is lost.</summary>
    public void LoseAnswer(BackendCall call) => Add(call, 1, new Fault { AnswerIsLost = true });

    /// <summary>The next call waits until the task is done.</summary>
    public void Hold(BackendCall call, Task gate) => Add(call, 1, new Fault { Gate = gate });

    /// <summary>Runs before each call of the kind.</summary>
    public void Before(BackendCall call, Action step) => _before[call] = step;

    /// <summary>Nothing reaches the backend any more.</summary>
    public void CutOff() => _isCutOff = true;

    public void Reconnect() => _isCutOff = false;

    /// <summary>Nothing goes wrong any more.</summary>
    public void Mend()
    {
        _next.Clear();
        Reconnect();
    }

    /// <summary>Runs a call with the fault that is next for it.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="step">Asks.</param>
    /// <param name="lost">Undoes what the driver gives back when the answer is lost.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<T> RunAsync<T>(
        BackendCall call, Func<ValueTask<T>> step, Func<T, ValueTask>? lost, CancellationToken cancellationToken)
    {
        _counts.AddOrUpdate(call, 1, (_, count) => count + 1);
        _before.GetValueOrDefault(call)?.Invoke();
        var fault = _next.TryGetValue(call, out var faults) && faults.TryDequeue(out var next) ? next : null;
        if (fault?.Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        if (fault?.Exception is { } exception)
        {
            throw exception;
        }

        if (_isCutOff)
        {
            throw new SessionBackendException("the test has cut the server off", isOutOfReach: true);
        }

        var answer = await step();
        if (fault is { AnswerIsLost: true } || _isCutOff)
        {
            await (lost?.Invoke(answer) ?? ValueTask.CompletedTask);
            throw new SessionBackendException("an answer that the test has lost", isOutOfReach: true);
        }

        return answer;
    }

    private void Add(BackendCall call, int times, Fault fault)
    {
        for (var time = 0; time < times; time++)
        {
            _next.GetOrAdd(call, _ => new()).Enqueue(fault);
        }
    }

    private sealed record Fault
    {
        public Exception? Exception { get; init; }

        public bool AnswerIsLost { get; init; }

        public Task? Gate { get; init; }
    }
}
