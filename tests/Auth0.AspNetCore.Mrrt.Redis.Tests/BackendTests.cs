using System.Text;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class BackendTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task One_holder_at_a_time_has_a_sessions_lock()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        var taken = await server.TakeAsync("s");
        taken.Lease.Should().Be(TimeSpan.FromSeconds(35));
        var attempt = await server.AttemptAsync("s");
        attempt.Lock.Should().BeNull();
        attempt.HeldAtMost.Should().BeCloseTo(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(5));
        (await server.TryTakeAsync("another session")).Should().NotBeNull();
        await taken.DisposeAsync();
        await taken.DisposeAsync();
        (await server.TryTakeAsync("s")).Should().NotBeNull();
    }

    [RedisFact]
    public async Task A_commit_gives_the_lock_up_and_the_next_holder_reads_it()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await using var taken = await server.TakeAsync("s");
        taken.Session.Should().Be(default(SharedSession));
        (await taken.CommitAsync(Record(1, "one"), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        var next = await server.TakeAsync("s");
        next.Session.Generation.Should().Be(1);
        Text(next.Session.Record).Should().Be("one");
        await taken.DisposeAsync();
        (await server.TryTakeAsync("s")).Should().BeNull("a lock that was given up frees nobody else's");
    }

    [RedisFact]
    public async Task The_same_commit_twice_is_kept_once()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        var holder = Guid.NewGuid();
        var taken = await server.TakeAsync("s", holder);
        await taken.CommitAsync(Record(1, "one"), TestBackend.Later, None);
        (await taken.CommitAsync(Record(1, "one"), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        (await server.Driver.ReadAsync("s", 0, None)).Generation.Should().Be(1);
    }

    [RedisFact]
    public async Task Over_another_generation_nothing_is_written_and_the_lock_shows_it()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        var holder = Guid.NewGuid();
        var early = await server.TakeAsync("s", holder);
        var again = await server.TakeAsync("s", holder);
        await again.CommitAsync(Record(1, "theirs"), TestBackend.Later, None);
        (await early.CommitAsync(Record(1, "ours"), TestBackend.Later, None)).Should().Be(LockCommit.MovedOn);
        Text(early.Session.Record).Should().Be("theirs");
        (await server.Driver.ReadAsync("s", 1, None)).Record.Should().BeNull("the caller has it");
    }

    [RedisFact]
    public async Task A_lost_lock_commits_nothing_while_another_holds_it()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix(), Short);
        var lost = await server.TakeAsync("s");
        await using var taken = await server.UntilTakenAsync("s");
        (await lost.ExtendAsync(None)).Should().BeFalse();
        (await lost.ReloadAsync(None)).Should().BeFalse();
        (await lost.CommitAsync(Record(1, "late"), TestBackend.Later, None)).Should().Be(LockCommit.Lost);
        (await server.Driver.ReadAsync("s", 0, None)).Generation.Should().Be(0);
        (await taken.ExtendAsync(None)).Should().BeTrue();
    }

    [RedisFact]
    public async Task A_lock_that_nobody_has_taken_commits_however_late()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix(), Short);
        var late = await server.TakeAsync("s");
        await using (await server.UntilTakenAsync("s"))
        {
            // taken over, and given back unused
        }

        (await late.CommitAsync(Record(1, "late"), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
    }

    [RedisFact]
    public async Task Two_steps_take_a_dead_holders_lock()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix(), options =>
        {
            options.Lease = TimeSpan.FromMilliseconds(50);
            options.TakeoverGrace = TimeSpan.FromMinutes(1);
        });
        var holder = await server.TakeAsync("s");
        LockAttempt attempt;
        do
        {
            attempt = await server.AttemptAsync("s");
        }
        while (attempt.HeldAtMost > TimeSpan.FromMinutes(1)); // until the lease is over
        (await server.AttemptAsync("s")).Lock.Should().BeNull("its holder may have been held up, and is heard first");
        (await holder.ExtendAsync(None)).Should().BeTrue();
        (await server.AttemptAsync("s")).HeldAtMost.Should().BeGreaterThan(TimeSpan.FromSeconds(59));
    }

    [RedisFact]
    public async Task Reloading_reads_the_session_again()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await (await server.TakeAsync("s")).CommitAsync(Record(1, "one"), TestBackend.Later, None);
        var taken = await server.TakeAsync("s");
        (await taken.ReloadAsync(None)).Should().BeTrue();
        Text(taken.Session.Record).Should().Be("one", "it has not changed");
        var until = TestBackend.Later;
        await server.Driver.EndAsync("s", until, None);
        (await taken.ReloadAsync(None)).Should().BeTrue();
        taken.Session.Ended.Should().BeTrue();
        taken.Session.EndedUntil.Should().BeCloseTo(until, TimeSpan.FromMilliseconds(1));
    }

    [RedisFact]
    public async Task A_commit_after_the_end_is_written_and_says_so()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await (await server.TakeAsync("s")).CommitAsync(Record(1, "one"), TestBackend.Later, None);
        var taken = await server.TakeAsync("s");
        (await server.Driver.EndAsync("s", TestBackend.Later, None)).Should().BeNull("somebody holds the lock");
        (await taken.CommitAsync(Record(2, "two"), TestBackend.Later, None)).Should().Be(LockCommit.SessionEnded);
        Text((await server.TakeAsync("s")).Session.Record).Should().Be("two");
    }

    [RedisFact]
    public async Task An_end_gives_the_record_once_and_removes_the_ticket()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await server.Driver.CreateAsync("s", "ticket"u8.ToArray(), TestBackend.Later, None);
        await (await server.TakeAsync("s")).CommitAsync(Record(1, "one"), TestBackend.Later, None);
        Text(await server.Driver.EndAsync("s", TestBackend.Later, None)).Should().Be("one");
        (await server.Driver.EndAsync("s", TestBackend.Later, None)).Should().BeNull();
        (await server.Driver.ReadAsync("s", TestBackend.Now, None)).Should().BeNull();
        (await server.Driver.CreateAsync("s", "ticket"u8.ToArray(), TestBackend.Later, None)).Should().BeFalse();
    }

    [RedisFact]
    public async Task A_ticket_is_read_with_the_newest_record()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        var now = TestBackend.Now;
        (await server.Driver.ReadAsync("s", now, None)).Should().BeNull();
        (await server.Driver.RenewAsync("s", "none"u8.ToArray(), now.AddHours(1), now, None)).Should().BeFalse();
        (await server.Driver.CreateAsync("s", "first"u8.ToArray(), now.AddHours(1), None)).Should().BeTrue();
        (await server.Driver.RenewAsync("s", "second"u8.ToArray(), now.AddHours(2), now, None)).Should().BeTrue();
        var stored = await server.Driver.ReadAsync("s", now, None);
        Encoding.UTF8.GetString(stored!.Ticket.Span).Should().Be("second");
        stored.Newest.Should().BeNull();
        await (await server.TakeAsync("s")).CommitAsync(Record(1, "one"), now.AddHours(1), None);
        Text((await server.Driver.ReadAsync("s", now, None))!.Newest).Should().Be("one");
        (await server.Driver.ReadAsync("s", now.AddHours(2), None)).Should().BeNull("it has expired");
        (await server.Driver.RenewAsync("s", "late"u8.ToArray(), now.AddHours(3), now.AddHours(2), None)).Should().BeFalse();
    }

    [RedisTheory]
    [InlineData("")]
    [InlineData("{braces}")]
    [InlineData("a b\r\n*$'\"")]
    [InlineData("ünïcödé 🔑")]
    public async Task A_session_may_have_any_name(string name)
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await (await server.TakeAsync(name)).CommitAsync(Record(1, "one"), TestBackend.Later, None);
        (await server.Driver.ReadAsync(name, 0, None)).Generation.Should().Be(1);
        (await server.Driver.ReadAsync(name + "x", 0, None)).Generation.Should().Be(0);
        await server.Driver.EndAsync(name, TestBackend.Later, None);
        (await server.Driver.EndedSinceAsync(null, None)).Sessions.Should().ContainSingle().Which.SessionId.Should().Be(name);
    }

    [RedisFact]
    public async Task A_name_shows_in_no_key()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var server = await TestBackend.StartAsync(prefix);
        await server.TakeAsync("visible");
        var keys = await (await SharedRedis.ServerAsync()).RunAsync("KEYS", prefix + "*");
        keys.Should().Contain(key => key.Length == prefix.Length + 34).And.NotContain(key => key.Contains("visible", StringComparison.Ordinal));
    }

    private static void Short(RedisOptions options)
    {
        options.Lease = TimeSpan.FromMilliseconds(200);
        options.TakeoverGrace = TimeSpan.FromMilliseconds(200);
    }

    private static SessionRecord Record(long generation, string payload) => new(generation, Encoding.UTF8.GetBytes(payload));

    private static string? Text(SessionRecord? record) => record is null ? null : Encoding.UTF8.GetString(record.Payload.Span);
}
