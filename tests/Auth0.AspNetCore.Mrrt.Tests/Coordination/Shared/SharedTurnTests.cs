using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>What a turn learns from the backend, and leaves on its server.</summary>
public sealed class SharedTurnTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly SharedServer _other;

    public SharedTurnTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time);
        _other = new SharedServer(_shared, _time);
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task What_the_lock_shows_is_known_to_every_request_of_the_server()
    {
        await CommitAsync(_other, 1, "theirs");
        await using var turn = await _server.EnterAsync();
        Text(turn.Newest).Should().Be("theirs");
        Text(_server.Sessions.Peek("session").Newest).Should().Be("theirs");
    }

    /// <summary>K6: a shorter memory would let a copy of the cookie open the session.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_that_is_found_is_remembered_for_as_long_as_the_backend_says(bool underTheLock)
    {
        await _other.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(60), default);
        await FindAsync(underTheLock);
        _time.Advance(TimeSpan.FromDays(59));
        _server.Sessions.HasEnded("session").Should().BeTrue();
        _time.Advance(TimeSpan.FromDays(1));
        _server.Sessions.HasEnded("session").Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_is_remembered_for_the_records_lifetime_when_the_backend_does_not_say(bool underTheLock)
    {
        using var server = new SharedServer(_shared, _time, around: inner => new BackendWithoutUntil(inner));
        await _other.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(60), default);
        if (underTheLock)
        {
            await (await server.EnterAsync()).DisposeAsync();
        }
        else
        {
            await server.Sessions.GetStatusAsync("session", default);
        }

        _time.Advance(TimeSpan.FromDays(29));
        server.Sessions.HasEnded("session").Should().BeTrue();
        _time.Advance(TimeSpan.FromDays(1));
        server.Sessions.HasEnded("session").Should().BeFalse();
    }

    [Fact]
    public async Task The_servers_own_newer_generation_wins_over_an_older_one()
    {
        await CommitAsync(_server, 1);
        await CommitAsync(_server, 2, "newest");
        _shared.FailOver(forgetting: 1);
        _time.Advance(TimeSpan.FromSeconds(35));
        await using var turn = await _server.EnterAsync();
        (turn.NewestGeneration, Text(turn.Newest)).Should().Be((2, "newest"));
        (await turn.CommitAsync(Record(3), default)).Should().BeTrue();
    }

    [Fact]
    public async Task Reading_again_after_a_commit_takes_the_lock_again()
    {
        await using var turn = await _server.EnterAsync();
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        await CommitAsync(_other, 2, "theirs");
        await turn.ReloadAsync(default);
        Text(turn.Newest).Should().Be("theirs");
        _server.Faults.Count(BackendCall.Take).Should().Be(2);
        var others = _other.EnterAsync();
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        others.IsCompleted.Should().BeFalse("the turn has it");
        await turn.DisposeAsync();
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        await (await others).DisposeAsync();
    }

    [Fact]
    public async Task A_lock_that_cannot_be_taken_leaves_the_line()
    {
        _server.Faults.Fail(BackendCall.Take);
        await _server.Invoking(it => it.EnterAsync()).Should().ThrowAsync<SessionCoordinationException>();
        _server.Sessions.Peek("session").QueueLength.Should().Be(0);
        await (await _server.EnterAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_turn_whose_reading_fails_gives_the_lock_up()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Fail(BackendCall.Reload);
        await turn.Invoking(async it => await it.ReloadAsync(default)).Should().ThrowAsync<SessionCoordinationException>();
        await (await _other.EnterAsync().WaitAsync(Guard)).DisposeAsync();
        await turn.ReloadAsync(default);
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
    }

    [Fact]
    public async Task A_reading_that_is_given_up_gives_the_lock_up()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Hold(BackendCall.Reload, new TaskCompletionSource().Task);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
        var reading = turn.ReloadAsync(patience.Token).AsTask();
        await _time.PassAsync(TimeSpan.FromSeconds(30));
        await reading.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        await (await _other.EnterAsync().WaitAsync(Guard)).DisposeAsync();
    }

    private async Task FindAsync(bool underTheLock)
    {
        if (underTheLock)
        {
            await using var turn = await _server.EnterAsync();
            turn.Ended.Should().BeTrue();
        }
        else
        {
            (await _server.Sessions.GetStatusAsync("session", default)).Ended.Should().BeTrue();
        }
    }

    private static async Task CommitAsync(SharedServer server, long generation, string text = "ours")
    {
        await using var turn = await server.EnterAsync();
        (await turn.CommitAsync(Record(generation, text), default)).Should().BeTrue();
    }
}
