using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Redis.Tests.Support.RawScripts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Scripts;

public sealed class CommitScriptTests
{
    [RedisFact]
    public async Task The_holder_writes_the_next_generation_and_frees_the_turn()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        var expires = await scripts.NowAsync() + 7_200_000;
        (await scripts.CommitAsync("A", 0, 1, "first", expires)).Should().Equal("1");
        (await scripts.FieldAsync("h")).Should().BeEmpty();
        (await scripts.ReadAsync()).Should().Equal("0", "1", "first", "0", "0");
        (await scripts.Redis.KeyTimeToLiveAsync(scripts.Session)).Should().BeCloseTo(TimeSpan.FromHours(3), TimeSpan.FromSeconds(5));
    }

    [RedisFact]
    public async Task The_same_commit_again_is_kept_once()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.CommitAsync("A", 0, 1, "first");
        (await scripts.CommitAsync("A", 0, 1, "first")).Should().Equal("1");
        await scripts.TakeAsync("A", "2");
        (await scripts.CommitAsync("A", 0, 1, "first")).Should().Equal("1");
        (await scripts.FieldAsync("h")).Should().BeEmpty("who tries again has taken the turn again");
        await scripts.TakeAsync("B", "3");
        (await scripts.CommitAsync("A", 0, 1, "first")).Should().Equal("1");
        (await scripts.FieldAsync("h")).Should().Be("B");
    }

    [RedisFact]
    public async Task A_late_commit_is_kept_when_nobody_has_gone_on()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -10 * RawScripts.Lease);
        await scripts.TakeAsync("B", "2"); // noted, not taken
        (await scripts.CommitAsync("A", 0, 1, "first")).Should().Equal("1");
        await scripts.TakeAsync("B", "3");
        await scripts.ReleaseAsync("3"); // taken, and given back unused
        (await scripts.CommitAsync("A", 1, 2, "second")).Should().Equal("1");
    }

    [RedisTheory]
    [InlineData(0)]
    [InlineData(-100 * RawScripts.Lease)]
    public async Task While_another_holds_the_turn_nothing_is_written(long moved)
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.CommitAsync("A", 0, 1, "first");
        await scripts.TakeAsync("B", "2");
        await scripts.MoveAsync("l", moved); // its lease may be over: it is heard first, or somebody takes its turn
        (await scripts.CommitAsync("A", 1, 2, "second")).Should().Equal("4", "1", "", "0", "0");
        (await scripts.FieldAsync("r")).Should().Be("first");
        (await scripts.FieldAsync("h")).Should().Be("B");
    }

    [RedisFact]
    public async Task Over_another_generation_nothing_is_written_not_even_an_expiry()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 0, 1, "theirs");
        await scripts.TakeAsync("A");
        (await scripts.CommitAsync("A", 0, 1, "ours", await scripts.NowAsync() + 7_200_000)).Should().Equal("3", "1", "theirs", "0", "0");
        (await scripts.CommitAsync("A", 0, 2, "ours")).Should().Equal("3", "1", "theirs", "0", "0");
        (await scripts.FieldAsync("h")).Should().BeEmpty("its own turn is over in any case");
        (await scripts.Redis.KeyTimeToLiveAsync(scripts.Session)).Should().BeLessThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [RedisFact]
    public async Task A_generation_goes_up()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 0, 5, "five");
        (await scripts.CommitAsync("A", 5, 5, "another five"))[0].Should().Be("3");
        (await scripts.CommitAsync("A", 5, 4, "four"))[0].Should().Be("3");
        (await scripts.FieldAsync("r")).Should().Be("five");
    }

    /// <summary>Lua's own numbers are exact up to 2^53 only.</summary>
    [RedisFact]
    public async Task A_generation_of_any_size_is_compared_exactly()
    {
        const long Great = long.MaxValue - 3;
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 9, Great, "great");
        (await scripts.ReadAsync(known: Great)).Should().Equal("0", Text(Great), "", "0", "0");
        (await scripts.ReadAsync(known: Great - 1))[2].Should().Be("great");
        (await scripts.CommitAsync("A", Great - 1, Great + 1, "greater"))[0].Should().Be("3");
        (await scripts.CommitAsync("A", Great, Great + 1, "greater")).Should().Equal("1");
        (await scripts.TakeAsync("A"))[1].Should().Be(Text(Great + 1));
    }

    [RedisFact]
    public async Task What_Redis_has_forgotten_is_no_reason_to_refuse_what_is_newer()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 0, 3, "three"); // four was read under the lock, and a fail-over forgot it
        (await scripts.CommitAsync("A", 4, 5, "five")).Should().Equal("1");
        await scripts.Redis.KeyDeleteAsync(scripts.Session); // FLUSHALL
        (await scripts.CommitAsync("A", 5, 6, "six")).Should().Equal("1");
        await scripts.Redis.KeyDeleteAsync(scripts.Session);
        await scripts.TakeAsync("B");
        (await scripts.CommitAsync("A", 6, 7, "seven"))[0].Should().Be("4", "somebody has the turn");
    }

    [RedisFact]
    public async Task After_the_end_it_is_written_and_says_so()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        var until = await scripts.NowAsync() + 1000;
        await scripts.EndAsync(until);
        (await scripts.CommitAsync("A", 0, 1, "late")).Should().Equal("2");
        (await scripts.CommitAsync("A", 0, 1, "late")).Should().Equal("2");
        (await scripts.ReadAsync()).Should().Equal("0", "1", "late", "1", Text(until));
        (await scripts.CommitAsync("A", 0, 2, "other")).Should().Equal("3", "1", "late", "1", Text(until));
    }

    [RedisFact]
    public async Task A_commit_keeps_every_byte()
    {
        var scripts = await RawScripts.NewAsync();
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        await scripts.Redis.ScriptEvaluateAsync(Redis.Scripts.Script.Commit, [scripts.Session], ["A", 0, 1, bytes, 0]);
        ((byte[])(await scripts.Redis.HashGetAsync(scripts.Session, "r"))!).Should().Equal(bytes);
    }

    [RedisFact]
    public async Task Reading_leaves_out_what_is_known()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.ReadAsync()).Should().Equal("0", "0", "", "0", "0");
        await scripts.CommitAsync("A", 0, 2, "two");
        (await scripts.ReadAsync(known: 1)).Should().Equal("0", "2", "two", "0", "0");
        (await scripts.ReadAsync(known: 2)).Should().Equal("0", "2", "", "0", "0");
    }

    [RedisFact]
    public async Task Reading_as_the_holder_extends_its_lease()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", -2 * RawScripts.Lease);
        await scripts.TakeAsync("B", "2");
        (await scripts.ReadAsync(holder: "B"))[0].Should().Be("0");
        (await scripts.ReadAsync(holder: "A"))[0].Should().Be("1");
        (await scripts.FieldAsync("a")).Should().BeEmpty();
        (Number(await scripts.FieldAsync("l")) - await scripts.NowAsync()).Should().BeInRange(RawScripts.Lease - 5000, RawScripts.Lease);
    }
}
