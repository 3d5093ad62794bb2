using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>The connection breaks after Redis has done what it was asked.</summary>
public sealed class LostAnswerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task A_turn_that_was_granted_to_nobody_is_freed_long_before_its_lease_is_over()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix, Long);
        await using var b = await TestBackend.StartAsync(prefix, Long);
        await a.UntilInReachAsync();
        a.Network.FreezeAnswers();
        var taking = a.TryTakeAsync("s");
        while (await b.TryTakeAsync("s") is { } early)
        {
            await early.DisposeAsync(); // until it has arrived
        }

        a.Network.Break();
        a.Network.Thaw();
        await taking.Invoking(task => task).Should().ThrowAsync<SessionBackendException>();
        await using var taken = await b.UntilTakenAsync("s");
    }

    [RedisFact]
    public async Task A_cancelled_attempt_leaves_no_lock()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix, Long);
        await using var b = await TestBackend.StartAsync(prefix, Long);
        await a.UntilInReachAsync();
        a.Network.FreezeAnswers();
        using var caller = new CancellationTokenSource();
        var taking = a.TryTakeAsync("s", cancellationToken: caller.Token);
        await caller.CancelAsync();
        await taking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        a.Network.Thaw();
        await using var taken = await b.UntilTakenAsync("s");
    }

    [RedisFact]
    public async Task A_lock_whose_release_broke_is_freed_later()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix, Long);
        await using var b = await TestBackend.StartAsync(prefix, Long);
        var taken = await a.TakeAsync("s");
        a.Network.CutOff();
        await taken.DisposeAsync();
        (await b.TryTakeAsync("s")).Should().BeNull();
        a.Network.Reconnect();
        await using var next = await b.UntilTakenAsync("s");
    }

    [RedisFact]
    public async Task A_commit_that_arrived_is_found_by_the_same_holder()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix, Long);
        await using var b = await TestBackend.StartAsync(prefix, Long);
        var holder = Guid.NewGuid();
        var record = new SessionRecord(1, [1, 2, 3]);
        var taken = await a.TakeAsync("s", holder);
        a.Network.FreezeAnswers();
        var committing = taken.CommitAsync(record, TestBackend.Later, None).AsTask();
        while ((await b.Driver.ReadAsync("s", 0, None)).Generation == 0)
        {
        }

        a.Network.Break();
        a.Network.Thaw();
        await committing.Invoking(task => task).Should().ThrowAsync<SessionBackendException>();
        await taken.DisposeAsync();
        var again = await a.UntilTakenAsync("s", holder);
        again.Session.Generation.Should().Be(1);
        (await again.CommitAsync(record, TestBackend.Later, None)).Should().Be(LockCommit.Kept, "it had arrived");
        (await b.TryTakeAsync("s")).Should().NotBeNull();
    }

    [RedisFact]
    public async Task The_lease_guards_a_commit_that_did_not_arrive()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix, Long);
        await using var b = await TestBackend.StartAsync(prefix, Long);
        var holder = Guid.NewGuid();
        var record = new SessionRecord(1, [1, 2, 3]);
        var taken = await a.TakeAsync("s", holder);
        a.Network.CutOff();
        await taken.Awaiting(held => held.CommitAsync(record, TestBackend.Later, None)).Should().ThrowAsync<SessionBackendException>();
        await taken.DisposeAsync();
        a.Network.Reconnect();
        await a.UntilInReachAsync();
        (await b.TryTakeAsync("s")).Should().BeNull("it would present a refresh token that was used already");
        var again = await a.UntilTakenAsync("s", holder);
        (await again.CommitAsync(record, TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        (await b.TryTakeAsync("s")).Should().NotBeNull();
    }

    private static void Long(RedisOptions options) => options.Lease = TimeSpan.FromMinutes(9);
}
