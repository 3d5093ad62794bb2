using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>In which order a server tells the backend what waits. After a fail-over there is much of it, and each write takes its
/// time.</summary>
public sealed class TellingOrderTests : IDisposable
{
    private const int Many = 20;

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;

    public TellingOrderTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_end_that_was_never_told_comes_before_those_that_are_told_again()
    {
        await TellEndsAsync();
        _shared.FailOver(forgetting: 0);
        _server.Faults.Fail(BackendCall.End);
        await EndAsync("never told");
        var told = await WhileTellingAsync(BackendCall.End, () => IsEnded("never told"));
        told.Should().HaveCount(Many + 1);
        told.Skip(1).Should().NotContain(false, "it was the first");
    }

    [Fact]
    public async Task An_end_that_cannot_be_told_meanwhile_is_told_within_the_interval()
    {
        await TellEndsAsync();
        _shared.FailOver(forgetting: 0);
        var told = await WhileTellingAsync(BackendCall.End, () => IsEnded("meanwhile"), EndMeanwhile);
        told.Skip(4).Should().NotContain(false, "the interval of a second was over");
    }

    [Fact]
    public async Task And_also_while_tokens_are_told_again()
    {
        await TellTokensAsync();
        _shared.FailOver(forgetting: 0);
        var told = await WhileTellingAsync(BackendCall.Take, () => IsEnded("meanwhile"), EndMeanwhile);
        told.Skip(3).Should().NotContain(false, "the interval of a second was over");
    }

    /// <summary>A backend that takes over lacks the last writes, if any.</summary>
    [Fact]
    public async Task Of_the_ends_that_are_told_again_the_newest_comes_first()
    {
        await TellEndsAsync();
        _shared.FailOver(forgetting: 1);
        IsEnded(Name(Many - 1)).Should().BeFalse();
        var told = await WhileTellingAsync(BackendCall.End, () => IsEnded(Name(Many - 1)));
        told.Should().HaveCount(Many);
        told.Skip(1).Should().NotContain(false);
    }

    [Fact]
    public async Task Of_the_tokens_that_are_told_again_the_newest_come_first()
    {
        await TellTokensAsync();
        _shared.FailOver(forgetting: 1);
        var told = await WhileTellingAsync(BackendCall.Take, () => _shared.With(Name(Many - 1), row => row.Generation) == 1);
        told.Should().HaveCount(Many);
        told.Skip(1).Should().NotContain(false);
    }

    /// <summary>Ends many sessions, one each second.</summary>
    private async Task TellEndsAsync()
    {
        await _server.PassAsync();
        for (var session = 0; session < Many; session++)
        {
            await EndAsync(Name(session));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Tells a generation of many sessions, one each second.</summary>
    private async Task TellTokensAsync()
    {
        await _server.PassAsync();
        for (var session = 0; session < Many; session++)
        {
            await using (var turn = await _server.EnterAsync(Name(session)))
            {
                (await turn.CommitAsync(SharedRecords.Record(1), default)).Should().BeTrue();
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Does one pass, in which each write takes 400 ms, and asks a question before each.</summary>
    /// <param name="call">What writes.</param>
    /// <param name="question">The question.</param>
    /// <param name="atFirst">What happens during the first write.</param>
    private async Task<List<bool>> WhileTellingAsync(BackendCall call, Func<bool> question, Action? atFirst = null)
    {
        List<bool> answers = [];
        _server.Faults.Before(call, () =>
        {
            (answers.Count == 0 ? atFirst : null)?.Invoke();
            _time.Advance(TimeSpan.FromMilliseconds(400));
            answers.Add(question());
        });
        await _server.PassAsync();
        return answers;
    }

    /// <summary>A user signs out, and the backend cannot be told.</summary>
    private void EndMeanwhile() => _server.PendingWrites.Ended("meanwhile", _time.GetUtcNow().AddDays(1));

    private async Task EndAsync(string sessionId) =>
        await _server.Sessions.EndAsync(sessionId, _time.GetUtcNow().AddDays(1), default);

    private bool IsEnded(string sessionId) => _shared.With(sessionId, row => row.EndedUntil) is not null;

    private static string Name(int session) => $"session {session}";
}
