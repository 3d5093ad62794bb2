using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Asks the other servers whether a session has ended. Callers at once share the question, and the answer is good for a
/// second: a client that sends many requests does not make each of them a statement.</summary>
internal sealed class EndQuestions(ISessionCoordinator coordinator, TimeProvider time)
{
    /// <summary>As long as a server takes by default to hear of an end on another server.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Question> _asked = new(StringComparer.Ordinal);
    private readonly SweepInterval _sweeps = new(TimeSpan.FromSeconds(10));

    /// <summary>Asks, unless the answer is known.</summary>
    /// <returns>True when the session has ended. While the servers are out of reach, what this server knows.</returns>
    public Task<bool> HasEndedAsync(string sessionId)
    {
        Sweep();
        return _asked.AddOrUpdate(sessionId, Ask, (id, known) => IsGood(known) ? known : Ask(id)).Answer.Value;
    }

    private bool IsGood(Question question) =>
        !question.Answer.Value.IsCompleted || time.GetElapsedTime(question.AskedAt) < GoodFor;

    private Question Ask(string sessionId) => new(time.GetTimestamp(), new Lazy<Task<bool>>(() => AskAsync(sessionId)));

    private async Task<bool> AskAsync(string sessionId)
    {
        try
        {
            return (await coordinator.GetStatusAsync(sessionId, CancellationToken.None).ConfigureAwait(false)).Ended;
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException)
        {
            return coordinator.HasEnded(sessionId);
        }
    }

    private void Sweep()
    {
        if (_sweeps.IsOver(time.GetUtcNow()))
        {
            foreach (var entry in _asked)
            {
                if (!IsGood(entry.Value))
                {
                    _asked.TryRemove(entry);
                }
            }
        }
    }

    private sealed record Question(long AskedAt, Lazy<Task<bool>> Answer);
}
