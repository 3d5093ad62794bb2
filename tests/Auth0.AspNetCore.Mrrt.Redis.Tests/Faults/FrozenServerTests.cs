using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Nothing is heard of a server for a while. What it has sent arrives later.</summary>
public sealed class FrozenServerTests
{
    [RedisFact]
    public async Task Within_its_lease_it_keeps_its_turn()
    {
        await using var servers = await TestServers.CreateAsync();
        var frozen = await servers.StartAsync();
        var other = await servers.StartAsync();
        await using var held = await frozen.EnterAsync("a");
        frozen.Network.Freeze();
        await other.Awaiting(server => server.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();
        frozen.Network.Thaw();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await using var next = await other.EnterAsync("a");
        next.NewestGeneration.Should().Be(1);
    }

    [RedisFact]
    public async Task For_longer_than_its_lease_it_loses_its_turn_and_takes_over_what_was_made_meanwhile()
    {
        await using var servers = await TestServers.CreateAsync();
        var frozen = await servers.StartAsync();
        var other = await servers.StartAsync();
        await using var held = await frozen.EnterAsync("a");
        frozen.Network.Freeze();
        await held.UntilLostAsync();
        await using (var next = await other.EnterInTheEndAsync("a"))
        {
            (await next.CommitAsync(Records.Of(1, "other"), default)).Should().BeTrue();
        }

        frozen.Network.Thaw();
        (await held.CommitAsync(Records.Of(1, "frozen"), default)).Should().BeFalse();
        held.Newest!.Payload.ToArray().Should().Equal(Records.Of(1, "other").Payload.ToArray());
        (await other.NewestAsync("a")).Should().Equal(Records.Of(1, "other").Payload.ToArray());
    }

    [RedisFact]
    public async Task What_it_obtained_is_kept_however_late_when_nobody_has_gone_on()
    {
        await using var servers = await TestServers.CreateAsync();
        var frozen = await servers.StartAsync();
        var other = await servers.StartAsync();
        await using var held = await frozen.EnterAsync("a");
        frozen.Network.Freeze();
        await held.UntilLostAsync();
        await (await other.EnterInTheEndAsync("a")).DisposeAsync(); // taken over, and given back unused
        frozen.Network.Thaw();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        (await other.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }
}
