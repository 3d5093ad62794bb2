using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>Restarts, fail-overs and new servers: for how long Redis has forgotten no turn.</summary>
public sealed class LifeTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(35);

    [RedisFact]
    public async Task A_new_Redis_is_quiet_for_three_seconds()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await server.Driver.PrepareAsync(None);
        await using var taken = await server.TakeAsync("s");
        (Quiet - taken.Uptime!.Value).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(3));
        (await server.Driver.EndedSinceAsync(null, None)).MayHaveLostWrites.Should().BeFalse();
    }

    [RedisFact]
    public async Task A_server_that_starts_later_takes_over_how_old_Redis_is()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix);
        await a.Driver.PrepareAsync(None);
        var redis = await SharedRedis.DatabaseAsync();
        var life = (await redis.HashKeysAsync(prefix + "{lives}")).Single();
        var began = TestBackend.Now.AddMinutes(-10).ToUnixTimeMilliseconds();
        await redis.HashSetAsync(prefix + "{lives}", life, $"{began}:k{TimeSpan.FromMinutes(10).TotalMilliseconds}");
        await using var b = await TestBackend.StartAsync(prefix);
        await using var taken = await b.TakeAsync("s");
        taken.Uptime.Should().BeCloseTo(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));
    }

    /// <summary>An administrator sets the clock, or a machine finds the right time after its start. The note seems older then.</summary>
    [RedisFact]
    public async Task A_step_of_Redis_s_clock_after_its_start_shortens_the_quiet_time_of_no_server()
    {
        var prefix = SharedRedis.NewPrefix();
        var (own, later) = (new FakeTimeProvider(), new FakeTimeProvider());
        await using var a = await TestBackend.StartAsync(prefix, time: own);
        await a.Driver.PrepareAsync(None);
        var redis = await SharedRedis.DatabaseAsync();
        var life = (await redis.HashKeysAsync(prefix + "{lives}")).Single();
        await redis.HashSetAsync(prefix + "{lives}", life, TestBackend.Now.AddHours(-1).ToUnixTimeMilliseconds());

        await using var b = await TestBackend.StartAsync(prefix, time: later);
        await b.Driver.PrepareAsync(None);
        (await b.TakeAsync("one")).Uptime.Should().Be(TimeSpan.Zero);
        later.Advance(TimeSpan.FromSeconds(34));
        (await b.TakeAsync("two")).Uptime.Should().Be(TimeSpan.FromSeconds(34));
        later.Advance(TimeSpan.FromSeconds(1));
        (await b.TakeAsync("three")).Uptime.Should().Be(Quiet);
    }

    [RedisFact]
    public async Task A_server_that_has_known_Redis_for_the_quiet_time_tells_those_that_start_later()
    {
        var prefix = SharedRedis.NewPrefix();
        var time = new FakeTimeProvider();
        await using var a = await TestBackend.StartAsync(prefix, time: time);
        await a.Driver.PrepareAsync(None);
        var redis = await SharedRedis.DatabaseAsync();
        var life = (await redis.HashKeysAsync(prefix + "{lives}")).Single();
        await redis.HashSetAsync(prefix + "{lives}", life, TestBackend.Now.AddSeconds(-20).ToUnixTimeMilliseconds());
        await using var b = await TestBackend.StartAsync(prefix, time: new FakeTimeProvider());
        await b.Driver.PrepareAsync(None);
        (await b.TakeAsync("one")).Uptime.Should().Be(TimeSpan.Zero, "by Redis's clock alone it is older");

        await redis.HashSetAsync(prefix + "{lives}", life, TestBackend.Now.AddSeconds(-40).ToUnixTimeMilliseconds());
        time.Advance(Quiet);
        await a.Driver.EndedSinceAsync(null, None);
        await using var c = await TestBackend.StartAsync(prefix, time: new FakeTimeProvider());
        (await c.TakeAsync("two")).Uptime.Should().BeGreaterThanOrEqualTo(Quiet);
    }

    [RedisTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart_Redis_is_new(bool durable)
    {
        await using var redis = await LocalRedis.StartAsync(durable ? LocalRedis.Durable : []);
        await using var a = await TestBackend.StartAsync("p:", port: redis.Port);
        await a.Driver.PrepareAsync(None);
        var position = (await a.Driver.EndedSinceAsync(null, None)).Position;
        await redis.RestartAsync(immediately: true);
        await using var taken = await a.UntilTakenAsync("s");
        taken.Uptime.Should().BeLessThan(TimeSpan.FromSeconds(5));
        await using var b = await TestBackend.StartAsync("p:", port: redis.Port);
        await b.Driver.PrepareAsync(None);
        (await b.TakeAsync("other")).Uptime.Should().BeLessThan(TimeSpan.FromSeconds(10), "who knew nothing is told");

        var list = await a.Driver.EndedSinceAsync(position, None);
        list.MayHaveLostWrites.Should().BeTrue();
        (await a.Driver.EndedSinceAsync(list.Position, None)).MayHaveLostWrites.Should().BeFalse("once is enough");
    }

    [RedisFact]
    public async Task Who_remembers_an_earlier_life_corrects_who_does_not()
    {
        await using var redis = await LocalRedis.StartAsync();
        var clock = new FakeTimeProvider();
        await using var old = await TestBackend.StartAsync("p:", port: redis.Port);
        await old.Driver.PrepareAsync(None);
        await redis.RestartAsync();

        await using var fresh = await TestBackend.StartAsync("p:", port: redis.Port, time: clock);
        await fresh.Driver.PrepareAsync(None);
        (await fresh.TakeAsync("one")).Uptime.Should().BeGreaterThan(TimeSpan.FromSeconds(31), "it cannot know better");
        await old.UntilInReachAsync();
        await old.Driver.EndedSinceAsync(null, None);
        clock.Advance(TimeSpan.FromSeconds(3));
        (await fresh.TakeAsync("two")).Uptime.Should().BeLessThan(TimeSpan.FromSeconds(10), "it asks again when its time is over");
        clock.Advance(TimeSpan.FromHours(1));
        (await fresh.TakeAsync("three")).Uptime.Should().BeGreaterThanOrEqualTo(TimeSpan.FromHours(1), "and once only");
    }

    [RedisFact]
    public async Task After_a_fail_over_Redis_is_new_and_may_have_lost_writes()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var a = await TestBackend.StartAsync("p:", port: primary.Port);
        await using var b = await TestBackend.StartAsync("p:", port: primary.Port);
        await a.Driver.PrepareAsync(None);
        await b.Driver.PrepareAsync(None);
        await using var replica = await primary.StartReplicaAsync();
        (await b.TakeAsync("first")).Uptime.Should().BeGreaterThan(TimeSpan.FromSeconds(31), "a replica alone changes nothing");
        var position = (await a.Driver.EndedSinceAsync(null, None)).Position;

        await primary.StopAsync(immediately: true);
        await replica.PromoteAsync();
        a.Network.LeadTo(replica.Port);
        b.Network.LeadTo(replica.Port);
        await a.UntilInReachAsync();
        var list = await a.Driver.EndedSinceAsync(position, None);
        list.MayHaveLostWrites.Should().BeTrue();
        await using var taken = await b.UntilTakenAsync("s");
        taken.Uptime.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [RedisFact]
    public async Task A_connection_string_with_both_finds_the_new_primary()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var replica = await primary.StartReplicaAsync();
        await using var server = TestBackend.Of(RedisAddress.Of($"{primary.ConnectionString},{replica.ConnectionString}"), "p:");
        await server.Driver.PrepareAsync(None);
        await (await server.TakeAsync("s")).CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None);
        await replica.UntilAsync("1", "HGET", new KeyNames("p:").Session("s").ToString(), "g");
        await primary.StopAsync(immediately: true);
        await replica.PromoteAsync();
        await using var taken = await server.UntilTakenAsync("s");
        taken.Session.Generation.Should().Be(1);
        taken.Uptime.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [RedisFact]
    public async Task A_turn_that_a_fail_over_forgot_still_commits()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var a = await TestBackend.StartAsync("p:", port: primary.Port);
        await (await a.TakeAsync("s")).CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None);
        await using var replica = await primary.StartReplicaAsync();
        await replica.RunAsync("REPLICAOF", "NO", "ONE"); // from here on it misses what the primary writes
        var holder = Guid.NewGuid();
        await (await a.TakeAsync("s")).CommitAsync(new SessionRecord(2, [2]), TestBackend.Later, None);
        var taken = await a.TakeAsync("s", holder);
        await primary.StopAsync(immediately: true);
        a.Network.LeadTo(replica.Port);
        await a.UntilInReachAsync();
        (await taken.ExtendAsync(None)).Should().BeFalse();
        (await taken.CommitAsync(new SessionRecord(3, [3]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        (await a.Driver.ReadAsync("s", 0, None)).Generation.Should().Be(3);
    }

    [RedisFact]
    public async Task A_Redis_that_stood_still_takes_nobodys_turn()
    {
        await using var redis = await LocalRedis.StartAsync();
        void Short(RedisOptions options) => options.Lease = TimeSpan.FromMilliseconds(500);
        await using var a = await TestBackend.StartAsync("p:", Short, redis.Port);
        await using var b = await TestBackend.StartAsync("p:", Short, redis.Port);
        var taken = await a.TakeAsync("s");
        await b.UntilInReachAsync();
        await redis.FreezeAsync();
        var extending = taken.ExtendAsync(None).AsTask();
        List<Task<LockAttempt>> waiting = [b.AttemptAsync("s")];
        await (await SharedRedis.ServerAsync()).RunAsync("BLPOP", "nothing", "1"); // a second later the lease is over

        await redis.ThawAsync();
        waiting.Add(b.AttemptAsync("s"));
        (await Task.WhenAll(waiting)).Should().OnlyContain(attempt => attempt.Lock == null);
        (await extending).Should().BeTrue();
        (await taken.CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
    }
}
