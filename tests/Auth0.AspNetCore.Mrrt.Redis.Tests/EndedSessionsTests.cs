using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class EndedSessionsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task Ends_are_listed_from_a_position_with_an_overlap()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await TestBackend.StartAsync(prefix);
        await using var b = await TestBackend.StartAsync(prefix);
        var until = TestBackend.Later;
        await a.Driver.EndAsync("one", until, None);
        var first = await b.Driver.EndedSinceAsync(null, None);
        first.Sessions.Should().ContainSingle();
        first.Sessions[0].SessionId.Should().Be("one");
        first.Sessions[0].Until.Should().BeCloseTo(until, TimeSpan.FromMilliseconds(1));
        first.IsComplete.Should().BeTrue();
        first.MayHaveLostWrites.Should().BeFalse();
        await a.Driver.EndAsync("two", until, None);
        (await b.Driver.EndedSinceAsync(first.Position, None)).Sessions.Select(end => end.SessionId)
            .Should().Equal("two", "one");
    }

    [RedisFact]
    public async Task An_end_is_not_repeated_for_ever_and_now_and_then_for_longer()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var server = await TestBackend.StartAsync(prefix);
        await server.Driver.EndAsync("one", TestBackend.Later, None);
        var redis = await SharedRedis.DatabaseAsync();
        await redis.SortedSetDecrementAsync(prefix + "{ends}:at", "one", 60_000); // a minute ago
        var position = (await server.Driver.EndedSinceAsync(null, None)).Position;
        List<int> heard = [];
        for (var poll = 0; poll < 120; poll++)
        {
            var list = await server.Driver.EndedSinceAsync(position, None);
            position = list.Position;
            if (list.Sessions.Count > 0)
            {
                heard.Add(poll);
            }
        }

        heard.Should().Equal(58, 118);
    }

    [RedisTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5500)]
    public async Task Every_end_is_listed_page_by_page(int atOneMoment)
    {
        var prefix = SharedRedis.NewPrefix();
        await using var server = await TestBackend.StartAsync(prefix);
        var redis = await SharedRedis.DatabaseAsync();
        await redis.SortedSetAddAsync(prefix + "{ends}:at", Entries(5500, moment: i => 1000 + (i / atOneMoment)));
        await redis.SortedSetAddAsync(prefix + "{ends}:until", Entries(5500, moment: i => 9000 + i));
        List<EndedSession> heard = [];
        string? position = null;
        for (var isComplete = false; !isComplete;)
        {
            var list = await server.Driver.EndedSinceAsync(position, None);
            list.Position.Should().NotBe(position, "each page is another");
            (position, isComplete) = (list.Position, list.IsComplete);
            heard.AddRange(list.Sessions);
        }

        heard.Select(end => end.SessionId).Should().OnlyHaveUniqueItems().And.HaveCount(5500);
        heard.Single(end => end.SessionId == "s5").Until.ToUnixTimeMilliseconds().Should().Be(9005);
        await server.Driver.EndAsync("new", TestBackend.Later, None);
        (await server.Driver.EndedSinceAsync(position, None)).Sessions.Should().ContainSingle("the old ones were heard");
    }

    [RedisTheory]
    [InlineData("nonsense")]
    [InlineData("1:2")]
    [InlineData("x:y:z")]
    [InlineData("-1:2:z")]
    public async Task A_position_of_another_driver_lists_everything(string position)
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await server.Driver.EndAsync("one", TestBackend.Later, None);
        (await server.Driver.EndedSinceAsync(position, None)).Sessions.Should().ContainSingle();
    }

    [RedisFact]
    public async Task Cleaning_goes_on_while_there_is_more()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var server = await TestBackend.StartAsync(prefix);
        var redis = await SharedRedis.DatabaseAsync();
        await redis.SortedSetAddAsync(prefix + "{ends}:at", Entries(700, moment: i => i));
        await redis.SortedSetAddAsync(prefix + "{ends}:until", Entries(700, moment: i => i));
        (await server.Driver.CleanUpAsync(None)).Should().BeTrue();
        (await server.Driver.CleanUpAsync(None)).Should().BeFalse();
        (await redis.KeyExistsAsync(prefix + "{ends}:at")).Should().BeFalse();
    }

    private static SortedSetEntry[] Entries(int count, Func<int, long> moment) =>
        [.. Enumerable.Range(0, count).Select(i => new SortedSetEntry($"s{i}", moment(i)))];
}
