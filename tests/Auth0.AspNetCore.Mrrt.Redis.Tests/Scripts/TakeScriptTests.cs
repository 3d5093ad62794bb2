using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Redis.Tests.Support.RawScripts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Scripts;

public sealed class TakeScriptTests
{
    private const long Lease = RawScripts.Lease;
    private const long Grace = RawScripts.Grace;

    [RedisFact]
    public async Task A_session_of_which_nothing_is_known_is_taken()
    {
        var scripts = await RawScripts.NewAsync();
        var taken = await scripts.TakeAsync("A");
        taken[..5].Should().Equal("1", "0", "", "0", "0");
        taken[5].Should().HaveLength(34).And.EndWith("-1", "the server has never followed another");
    }

    [RedisFact]
    public async Task The_life_is_left_out_where_the_server_knows_it()
    {
        var scripts = await RawScripts.NewAsync();
        var life = (await scripts.TakeAsync("A"))[5];
        (await scripts.TakeAsync("A", life: life))[5].Should().BeEmpty();
        (await scripts.TakeAsync("A", life: "another"))[5].Should().Be(life);
    }

    [RedisFact]
    public async Task A_held_session_is_refused_with_the_longest_that_it_may_take()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        var refused = await scripts.TakeAsync("B", "2");
        refused[0].Should().Be("0");
        Number(refused[1]).Should().BeInRange(Lease + Grace - 5000, Lease + Grace);
        (await scripts.FieldAsync("h")).Should().Be("A");
        (await scripts.FieldAsync("i")).Should().Be("1");
    }

    [RedisFact]
    public async Task The_same_holder_takes_its_own_session_again()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -Lease * 2);
        await scripts.TakeAsync("B", "2"); // finds it over, and notes that
        (await scripts.TakeAsync("A", "3"))[0].Should().Be("1");
        (await scripts.FieldAsync("i")).Should().Be("3");
        (await scripts.FieldAsync("a")).Should().BeEmpty();
    }

    [RedisFact]
    public async Task A_lease_that_is_over_is_noted_first_and_taken_after_the_grace()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -Lease * 2);

        (await scripts.TakeAsync("B", "2")).Should().Equal("0", Text(Grace));
        var again = await scripts.TakeAsync("C", "3");
        again[0].Should().Be("0", "the grace runs");
        Number(again[1]).Should().BeInRange(0, Grace);

        await scripts.MoveAsync("a", -Grace);
        (await scripts.TakeAsync("C", "3"))[0].Should().Be("1");
        (await scripts.FieldAsync("h")).Should().Be("C");
        (await scripts.FieldAsync("a")).Should().BeEmpty();
    }

    [RedisFact]
    public async Task The_holder_that_comes_back_within_the_grace_keeps_its_turn()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -Lease * 2);
        await scripts.TakeAsync("B", "2");
        (await scripts.ExtendAsync("A")).Should().Equal("1");
        (await scripts.FieldAsync("a")).Should().BeEmpty();
        Number((await scripts.TakeAsync("B", "2"))[1]).Should().BeGreaterThan(Lease);
    }

    [RedisFact]
    public async Task A_clock_that_went_back_blocks_nobody_for_longer_than_a_lease()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", 3_600_000);
        Number((await scripts.TakeAsync("B", "2"))[1]).Should().Be(Lease + Grace);
        (Number(await scripts.FieldAsync("l")) - await scripts.NowAsync()).Should().BeLessThanOrEqualTo(Lease, "once is enough");
    }

    [RedisFact]
    public async Task A_lease_that_another_server_has_agreed_for_longer_is_believed()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A", lease: 120_000);
        Number((await scripts.TakeAsync("B", "2"))[1]).Should().BeGreaterThan(110_000);
    }

    [RedisFact]
    public async Task A_note_from_the_future_is_written_anew()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -Lease * 2);
        await scripts.TakeAsync("B", "2");
        await scripts.MoveAsync("a", 3_600_000);
        (await scripts.TakeAsync("B", "2")).Should().Equal("0", Text(Grace));
        Number(await scripts.FieldAsync("a")).Should().BeLessThanOrEqualTo(await scripts.NowAsync());
    }

    [RedisFact]
    public async Task An_extension_is_the_holders_alone()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.ExtendAsync("A")).Should().Equal("0");
        (await scripts.Redis.KeyExistsAsync(scripts.Session)).Should().BeFalse();
        await scripts.TakeAsync("A");
        (await scripts.ExtendAsync("B")).Should().Equal("0");
        (await scripts.ExtendAsync("A")).Should().Equal("1");
    }

    [RedisFact]
    public async Task A_release_frees_its_own_attempt_alone()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.ReleaseAsync("1")).Should().Equal("0");
        await scripts.TakeAsync("A", "1");
        await scripts.TakeAsync("A", "2"); // the same holder again: its first release runs late
        (await scripts.ReleaseAsync("1")).Should().Equal("0");
        (await scripts.FieldAsync("h")).Should().Be("A");
        (await scripts.ReleaseAsync("2")).Should().Equal("1");
        (await scripts.Redis.KeyExistsAsync(scripts.Session)).Should().BeFalse();
    }

    [RedisFact]
    public async Task What_a_take_created_goes_after_an_hour()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        (await scripts.Redis.KeyTimeToLiveAsync(scripts.Session)).Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));
    }
}
