using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class OutageTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task A_Redis_that_is_down_is_out_of_reach_and_comes_back()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port);
        await server.UntilInReachAsync();
        await redis.StopAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await server.Awaiting(one => one.TryTakeAsync("s")).Should().ThrowAsync<SessionBackendException>())
                .Which.IsOutOfReach.Should().BeTrue();
        }

        await redis.StartAgainAsync();
        await using var taken = await server.UntilTakenAsync("s");
    }

    [RedisFact]
    public async Task A_server_starts_without_Redis_and_finds_it_later()
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.StopAsync();
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port, settings: "connectTimeout=500");
        (await server.Awaiting(one => one.Driver.PrepareAsync(None)).Should().ThrowAsync<SessionBackendException>())
            .Which.IsOutOfReach.Should().BeTrue();
        await redis.StartAgainAsync();
        await server.UntilInReachAsync();
        await server.Driver.PrepareAsync(None);
    }

    [RedisFact]
    public async Task A_full_memory_refuses_turns_and_keeps_what_is_there()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port);
        var taken = await server.TakeAsync("s");
        var holder = Guid.NewGuid();
        var other = await server.TakeAsync("other", holder);
        await redis.RunAsync("CONFIG", "SET", "maxmemory", "1");
        (await server.Awaiting(one => one.TryTakeAsync("new")).Should().ThrowAsync<SessionBackendException>())
            .Which.Should().Match<SessionBackendException>(e => e.Message == "OOM" && !e.IsOutOfReach);
        await other.Awaiting(held => held.CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None))
            .Should().ThrowAsync<SessionBackendException>();
        await taken.DisposeAsync();
        await redis.RunAsync("CONFIG", "SET", "maxmemory", "0");
        (await server.TryTakeAsync("s")).Should().NotBeNull("a lock can be freed all the same");
        (await server.TryTakeAsync("other")).Should().BeNull("its record is still to come");
        (await (await server.TakeAsync("other", holder)).CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None))
            .Should().Be(LockCommit.Kept);
    }

    [RedisFact]
    public async Task Scripts_that_Redis_has_forgotten_are_sent_again()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port);
        await (await server.TakeAsync("s")).DisposeAsync();
        await redis.RunAsync("SCRIPT", "FLUSH");
        await (await server.TakeAsync("s")).DisposeAsync();
    }

    [RedisFact]
    public async Task Nothing_that_is_private_is_in_an_exception_or_a_log()
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.RunAsync("ACL", "SETUSER", "xyzzy-user", "on", ">hunter2-hunter2", "~*", "+@all");
        await using var server = await TestBackend.StartAsync(
            "xyzzy-prefix:", port: redis.Port, settings: "user=xyzzy-user,password=hunter2-hunter2,connectTimeout=500");
        List<Exception> thrown = [];
        async Task TryAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (Exception e)
            {
                thrown.Add(e);
            }
        }

        async Task AllAsync()
        {
            await TryAsync(() => server.Driver.PrepareAsync(None).AsTask());
            await TryAsync(() => server.TryTakeAsync("xyzzy-session"));
            await TryAsync(() => server.Driver.ReadAsync("xyzzy-session", 0, None).AsTask());
            await TryAsync(() => server.Driver.ReadAsync("xyzzy-session", TestBackend.Now, None).AsTask());
            await TryAsync(() => server.Driver.CreateAsync("xyzzy-session", "xyzzy-ticket"u8.ToArray(), TestBackend.Later, None).AsTask());
            await TryAsync(() => server.Driver.EndAsync("xyzzy-session", TestBackend.Later, None).AsTask());
            await TryAsync(() => server.Driver.EndedSinceAsync(null, None).AsTask());
            await TryAsync(() => server.Driver.CleanUpAsync(None).AsTask());
        }

        await AllAsync();
        thrown.Should().BeEmpty();
        server.Network.CutOff();
        await AllAsync();
        server.Network.Reconnect();
        await server.UntilInReachAsync();
        await redis.StopAsync();
        await AllAsync();
        thrown.Should().HaveCountGreaterThan(12);
        var texts = thrown.Select(e => e.ToString()).Concat(server.Logs.Lines).ToArray();
        string[] hidden = ["127.0.0.1", $"{redis.Port}", $"{server.Network.Port}", "xyzzy", "hunter2"];
        texts.Should().NotContain(text => hidden.Any(one => text.Contains(one, StringComparison.Ordinal)));
        thrown.Should().OnlyContain(e => e is SessionBackendException);
    }
}
