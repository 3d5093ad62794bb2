using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>How a server waits for a lock that another holds.</summary>
public sealed class LockWaitTests : IDisposable
{
    private readonly PausedTime _time = new();
    private readonly Mock<ISessionBackend> _backend = new();
    private readonly List<LockRequest> _requests = [];
    private readonly LockWait _wait;
    private LockAttempt _answer = LockAttempt.Held();

    public LockWaitTests()
    {
        _wait = new LockWait(
            _backend.Object, new RecordExpiry(Options.Create(new SharedSessionOptions()), _time), _time);
        _backend.Setup(it => it.TryTakeAsync(It.IsAny<LockRequest>(), It.IsAny<CancellationToken>())).Returns(
            (LockRequest request, CancellationToken _) =>
            {
                _requests.Add(request);
                return new ValueTask<LockAttempt>(_answer);
            });
    }

    public void Dispose() => _time.Dispose();

    [Fact]
    public async Task A_free_lock_takes_one_attempt()
    {
        var taken = Mock.Of<ISessionLock>();
        _answer = LockAttempt.Taken(taken);
        var held = await _wait.TakeAsync("a", TimeSpan.FromSeconds(2), default);
        held.Lock.Should().BeSameAs(taken);
        var request = _requests.Should().ContainSingle().Which;
        request.Holder.Should().Be(held.Holder);
        request.Should().Match<LockRequest>(it => it.SessionId == "a" && !it.HasWaited && it.Patience == TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_held_lock_is_asked_for_again_under_another_name_until_it_is_free()
    {
        var taking = _wait.TakeAsync("a", TimeSpan.FromSeconds(2), default);
        for (var pause = 0; pause < 3; pause++)
        {
            await _time.PauseAsync();
            _answer = pause == 2 ? LockAttempt.Taken(Mock.Of<ISessionLock>()) : LockAttempt.Held();
            _time.Advance(TimeSpan.FromMilliseconds(300)); // longer than any pause
        }

        await taking;
        _requests.Should().HaveCount(4).And.OnlyHaveUniqueItems(request => request.Holder);
        _requests.Skip(1).Should().OnlyContain(request => request.HasWaited && request.Patience < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task No_pause_is_longer_than_the_holder_may_have_left()
    {
        _answer = LockAttempt.Held(TimeSpan.FromMilliseconds(1));
        var taking = _wait.TakeAsync("a", TimeSpan.FromSeconds(2), default);
        _answer = LockAttempt.Taken(Mock.Of<ISessionLock>());
        _time.Advance(TimeSpan.FromMilliseconds(11));
        await taking;
    }

    [Fact]
    public async Task Patience_that_ends_is_a_TimeoutException()
    {
        var taking = _wait.TakeAsync("a", TimeSpan.FromSeconds(2), default);
        while (await Task.WhenAny(taking, _time.PauseAsync()) != taking)
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
        }

        await taking.Invoking(it => it).Should().ThrowAsync<TimeoutException>();
        _requests[^1].Patience.Should().Be(TimeSpan.Zero, "the last attempt waits no longer");
    }

    [Fact]
    public async Task A_caller_that_gives_up_waits_no_longer()
    {
        using var given = new CancellationTokenSource();
        var taking = _wait.TakeAsync("a", TimeSpan.FromSeconds(2), given.Token);
        await given.CancelAsync();
        await taking.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>A clock that tells when somebody has begun to wait for it.</summary>
    private sealed class PausedTime : FakeTimeProvider, IDisposable
    {
        private readonly SemaphoreSlim _pauses = new(0);

        public Task PauseAsync() => _pauses.WaitAsync();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _pauses.Release();
            return timer;
        }

        public void Dispose() => _pauses.Dispose();
    }
}
