using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Redis.Tests.Support.RawScripts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Scripts;

public sealed class AnnounceScriptTests
{
    [RedisFact]
    public async Task The_lives_of_a_new_Redis_are_quiet_for_a_short_time()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.AnnounceAsync(knewAnother: false, "one", "two")).Should().Equal("32000", "1", "0", "32000", "1", "0");
        var later = await scripts.AnnounceAsync(knewAnother: false, "one");
        Number(later[0]).Should().BeInRange(32_000, 34_000);
        (await scripts.Redis.KeyTimeToLiveAsync(scripts.Lives)).Should().BeCloseTo(TimeSpan.FromDays(30), TimeSpan.FromSeconds(5));
    }

    [RedisFact]
    public async Task A_life_after_another_is_new()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.AnnounceAsync(knewAnother: false, "one");
        (await scripts.AnnounceAsync(knewAnother: false, "two")).Should().Equal("0", "0", "0");
        var before = await scripts.NowAsync();
        await scripts.Redis.HashSetAsync(scripts.Lives, "two", before - 100_000);
        Number((await scripts.AnnounceAsync(knewAnother: true, "two"))[0]).Should().BeInRange(100_000, 105_000);
    }

    [RedisFact]
    public async Task Who_remembers_an_earlier_life_makes_it_new()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.AnnounceAsync(knewAnother: true, "one")).Should().Equal("0", "0", "0");
        await scripts.Redis.KeyDeleteAsync(scripts.Lives);
        await scripts.AnnounceAsync(knewAnother: false, "one");
        (await scripts.AnnounceAsync(knewAnother: true, "one")).Should().Equal("0", "0", "0");
        (await scripts.AnnounceAsync(knewAnother: false, "one"))[1].Should().Be("0", "it stays so for the others");
    }

    [RedisFact]
    public async Task The_longest_that_a_server_has_known_a_life_by_its_own_clock_is_kept()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.AnnounceAsync(knewAnother: false, 2000, "one")).Should().Equal("32000", "1", "2000");
        (await scripts.AnnounceAsync(knewAnother: false, 1000, "one"))[1..].Should().Equal("1", "2000");
        (await scripts.AnnounceAsync(knewAnother: true, 3000, "one")).Should().Equal("0", "0", "3000");
        (await scripts.AnnounceAsync(knewAnother: false, "one"))[1..].Should().Equal("0", "3000");
        await scripts.Redis.HashSetAsync(scripts.Lives, "one", (await scripts.NowAsync() + 3_600_000) + ":k4000");
        (await scripts.AnnounceAsync(knewAnother: false, "one")).Should().Equal("0", "0", "4000");
    }

    [RedisFact]
    public async Task A_clock_that_went_back_makes_no_life_younger_than_new()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.Redis.HashSetAsync(scripts.Lives, "one", await scripts.NowAsync() + 3_600_000);
        (await scripts.AnnounceAsync(knewAnother: false, "one")).Should().Equal("0", "0", "0");
        Number((await scripts.AnnounceAsync(knewAnother: false, "one"))[0]).Should().BeInRange(0, 5000);
    }
}
