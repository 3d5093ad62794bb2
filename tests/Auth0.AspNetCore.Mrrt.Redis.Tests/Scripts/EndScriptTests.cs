using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Redis.Tests.Support.RawScripts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Scripts;

public sealed class EndScriptTests
{
    [RedisFact]
    public async Task An_end_gives_the_record_and_drops_it()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 0, 4, "four");
        await scripts.TicketAsync("ticket", await scripts.NowAsync() + 1000);
        var until = await scripts.NowAsync() + 7_200_000;
        (await scripts.EndAsync(until)).Should().Equal(Text(until), "4", "four");
        (await scripts.FieldAsync("t")).Should().BeEmpty();
        (await scripts.FieldAsync("e")).Should().BeEmpty();
        (await scripts.ReadAsync()).Should().Equal("0", "4", "", "1", Text(until));
        (await scripts.EndAsync(until)).Should().Equal([Text(until)], "it is given once");
        (await scripts.Redis.KeyTimeToLiveAsync(scripts.Session)).Should().BeCloseTo(TimeSpan.FromHours(3), TimeSpan.FromSeconds(5));
    }

    [RedisFact]
    public async Task A_session_of_which_nothing_is_known_ends_as_well()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.EndAsync(5)).Should().Equal("5");
        (await scripts.ReadAsync())[3].Should().Be("1");
    }

    [RedisFact]
    public async Task The_later_moment_counts_and_the_first_end_stays()
    {
        var scripts = await RawScripts.NewAsync();
        var now = await scripts.NowAsync();
        await scripts.EndAsync(now + 5000);
        var ended = await scripts.FieldAsync("x");
        (await scripts.EndAsync(now + 9000)).Should().Equal(Text(now + 9000));
        (await scripts.EndAsync(now + 7000)).Should().Equal(Text(now + 9000));
        (await scripts.FieldAsync("u")).Should().Be(Text(now + 9000));
        (await scripts.FieldAsync("x")).Should().Be(ended);
    }

    /// <summary>A later sign-in of the session has made a cookie that lasts longer than the one that signed out.</summary>
    [RedisFact]
    public async Task The_records_expiry_counts_where_it_is_later()
    {
        var scripts = await RawScripts.NewAsync();
        var now = await scripts.NowAsync();
        await scripts.CommitAsync("A", 0, 1, "one", now + 9000);
        await scripts.CommitAsync("A", 1, 2, "two", now + 7000); // the cookie with the first one is still there
        (await scripts.EndAsync(now + 5000)).Should().Equal(Text(now + 9000), "2", "two");
        (await scripts.ReadAsync())[4].Should().Be(Text(now + 9000));
        (await scripts.EndAsync(now + 9500)).Should().Equal(Text(now + 9500));
    }

    [RedisTheory]
    [InlineData(0, true)]
    [InlineData(-RawScripts.Lease - 2000, true)] // over, and its holder may still come back
    [InlineData(-RawScripts.Lease - RawScripts.Grace - 2000, false)]
    public async Task A_record_that_somebody_may_be_using_stays(long moved, bool stays)
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.CommitAsync("A", 0, 1, "one");
        await scripts.TakeAsync("A");
        await scripts.MoveAsync("l", moved);
        (await scripts.EndAsync(5)).Should().HaveCount(stays ? 1 : 3);
        (await scripts.FieldAsync("r")).Should().Be(stays ? "one" : "");
        (await scripts.FieldAsync("h")).Should().Be("A", "an end takes nobody's turn");
    }

    [RedisFact]
    public async Task A_ticket_is_created_and_replaced_while_the_session_lives()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.TicketAsync("first", 1000)).Should().Equal("1");
        (await scripts.TicketAsync("second", 2000)).Should().Equal("1");
        (await scripts.FieldAsync("t")).Should().Be("second");
        (await scripts.FieldAsync("e")).Should().Be("2000");
        await scripts.EndAsync(5);
        (await scripts.TicketAsync("third", 3000)).Should().Equal("0");
        (await scripts.TicketAsync("third", 3000, now: "1")).Should().Equal("0");
        (await scripts.FieldAsync("t")).Should().BeEmpty();
    }

    [RedisFact]
    public async Task A_renewal_needs_a_session_that_lives()
    {
        var scripts = await RawScripts.NewAsync();
        (await scripts.TicketAsync("none", 3000, now: "1")).Should().Equal("0");
        await scripts.TicketAsync("first", 2000);
        (await scripts.TicketAsync("late", 3000, now: "2000")).Should().Equal("0");
        (await scripts.TicketAsync("second", 3000, now: "1999")).Should().Equal("1");
        (await scripts.FieldAsync("t")).Should().Be("second");
    }

    [RedisFact]
    public async Task Ends_are_listed_newest_first()
    {
        var scripts = await RawScripts.NewAsync();
        var before = await scripts.NowAsync();
        await scripts.EndedAsync("one", before + 50_000);
        await scripts.EndedAsync("two", before + 60_000);
        await scripts.Redis.SortedSetAddAsync(scripts.At, "one", before - 10_000);
        var page = await scripts.PollAsync(0);
        Number(page[0]).Should().BeGreaterThanOrEqualTo(before);
        page[1].Should().Be("0");
        page[3..5].Should().Equal("", "0");
        page[5..].Should().Equal("two", Text(before + 60_000), "one", Text(before + 50_000));
        (await scripts.PollAsync(before, overlap: 5000))[5..].Should().HaveCount(2);
        (await scripts.PollAsync(before, overlap: 15_000))[5..].Should().HaveCount(4);
    }

    [RedisFact]
    public async Task An_end_that_is_told_twice_keeps_its_moment_and_the_later_until()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.EndedAsync("one", 9000);
        await scripts.Redis.SortedSetAddAsync(scripts.At, "one", 77);
        await scripts.EndedAsync("one", 9000);
        await scripts.EndedAsync("one", 8000);
        (await scripts.Redis.SortedSetScoreAsync(scripts.At, "one")).Should().Be(77);
        (await scripts.Redis.SortedSetScoreAsync(scripts.Until, "one")).Should().Be(9000);
    }

    [RedisFact]
    public async Task An_end_that_is_remembered_for_longer_is_listed_anew()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.EndedAsync("one", 9000);
        await scripts.Redis.SortedSetAddAsync(scripts.At, "one", 77);
        var before = await scripts.NowAsync();
        await scripts.EndedAsync("one", 9001);
        (await scripts.PollAsync(before))[5..].Should().Equal("one", "9001");
    }

    [RedisFact]
    public async Task A_page_that_is_full_goes_on_within_its_lowest_moment()
    {
        var scripts = await RawScripts.NewAsync();
        foreach (var (session, moment) in new[] { ("a", 3), ("b", 2), ("c", 2), ("d", 2), ("e", 2), ("f", 1) })
        {
            await scripts.Redis.SortedSetAddAsync(scripts.At, session, moment);
        }

        (await scripts.PollAsync(0, most: 2))[3..].Should().Equal("2", "1", "a", "0", "e", "0");
        (await scripts.PollAsync(0, most: 2, highest: "2", leftOut: 1))[3..].Should().Equal("2", "3", "d", "0", "c", "0");
        (await scripts.PollAsync(0, most: 2, highest: "2", leftOut: 3))[3..].Should().Equal("1", "1", "b", "0", "f", "0");
        (await scripts.PollAsync(0, most: 2, highest: "1", leftOut: 1))[3..].Should().Equal("", "0");
    }

    [RedisFact]
    public async Task After_the_clock_went_back_the_last_minutes_are_read_again()
    {
        var scripts = await RawScripts.NewAsync();
        var now = await scripts.NowAsync();
        (await scripts.PollAsync(now - 1000, overlap: 5000))[1].Should().Be(Text(now - 6000));
        Number((await scripts.PollAsync(now + 60_000, overlap: 5000))[1]).Should().BeInRange(now - 300_000, now - 290_000);
    }

    [RedisFact]
    public async Task Under_another_life_the_last_minutes_are_read_again()
    {
        var scripts = await RawScripts.NewAsync();
        var now = await scripts.NowAsync() - 1000;
        var life = (await scripts.PollAsync(0))[2];
        (await scripts.PollAsync(now, overlap: 5000, life: life))[1].Should().Be(Text(now - 5000));
        (await scripts.PollAsync(now, overlap: 5000, life: "another"))[1].Should().Be(Text(now - 300_000));
    }

    [RedisFact]
    public async Task Cleaning_removes_what_nobody_need_remember_for_an_hour_already()
    {
        var scripts = await RawScripts.NewAsync();
        var now = await scripts.NowAsync();
        await scripts.EndedAsync("old", now - 3_700_000);
        await scripts.EndedAsync("older", now - 3_800_000);
        await scripts.EndedAsync("recent", now - 3_500_000);
        (await scripts.CleanAsync(most: 1)).Should().Equal("1");
        (await scripts.CleanAsync()).Should().Equal("1");
        (await scripts.CleanAsync()).Should().Equal("0");
        (await scripts.PollAsync(0))[5..].Should().Equal("recent", Text(now - 3_500_000));
        (await scripts.Redis.SortedSetLengthAsync(scripts.Until)).Should().Be(1);
    }

    [RedisFact]
    public async Task The_list_itself_goes_when_nobody_adds_to_it()
    {
        var scripts = await RawScripts.NewAsync();
        await scripts.EndedAsync("one", await scripts.NowAsync() + 7_200_000);
        await scripts.EndedAsync("two", 5);
        foreach (var key in new[] { scripts.At, scripts.Until })
        {
            (await scripts.Redis.KeyTimeToLiveAsync(key)).Should().BeCloseTo(TimeSpan.FromHours(3), TimeSpan.FromSeconds(5));
        }
    }
}
