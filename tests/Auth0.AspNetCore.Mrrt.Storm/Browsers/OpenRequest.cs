using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>A request that stays open, as a hub's does, and asks for tokens again and again. It gets none after a
/// sign-out.</summary>
internal sealed class OpenRequest(
    UserState user, TokenRequests requests, SignOutRules rules, Evidence evidence, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _enough = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Answer> _answers = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Begins, and waits for the first answer for a moment.</summary>
    public async Task BeginAsync(CookieJar jar, double server, CancellationToken cancellationToken)
    {
        _reading = requests.StayOpenAsync(user.Name, jar, server, evidence, Hear, _enough.Token);
        await Task.WhenAny(_begun.Task, _reading, Task.Delay(LongestStart, time, cancellationToken));
    }

    /// <summary>Ends it, and judges what it got.</summary>
    public async Task EndAsync(DateTimeOffset signedOut)
    {
        await _enough.CancelAsync();
        await _reading;
        foreach (var answer in _answers)
        {
            evidence.Add(answer);
            rules.Rule.KeepOpen(answer, signedOut);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _reading;
        _enough.Dispose();
    }

    private void Hear(Answer answer)
    {
        _answers.Enqueue(answer);
        _begun.TrySetResult();
    }
}
