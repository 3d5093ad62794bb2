using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>How a server hears of sign-outs elsewhere without asking in each request.</summary>
public sealed class EndedSessionsTests
{
    [PostgreSqlFact]
    public async Task A_server_that_starts_hears_of_every_end_that_still_matters_however_old()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        await first.EndAsync("old", first.Now + TimeSpan.FromDays(5));
        await first.EndAsync("forgotten", first.Now + TimeSpan.FromMinutes(1));
        await servers.Database.RunAsync($"UPDATE {servers.Schema}.session SET ended_at = now() - interval '9 days', expires_at = expires_at - interval '1 day'");
        servers.Clock.Advance(TimeSpan.FromDays(1));

        var later = await servers.StartAsync(); // passes once before its first request
        later.Coordinator.Peek("old").Ended.Should().BeTrue();
        later.Coordinator.Peek("forgotten").Ended.Should().BeFalse("no ticket is left of it");
    }

    /// <summary>A clock may be wrong for a while. When it is right again, the copies of the cookies are valid again.</summary>
    [PostgreSqlFact]
    public async Task A_server_whose_clock_is_days_ahead_hears_of_the_ends_all_the_same()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var ahead = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        await first.EndAsync("a", first.Now + TimeSpan.FromDays(1));
        ahead.Clock.Advance(TimeSpan.FromDays(400));
        var fast = await ahead.StartAsync(options => options.Schema = servers.Schema);
        await first.EndAsync("b", first.Now + TimeSpan.FromDays(1));
        await fast.PassAsync();
        ahead.Clock.Advance(TimeSpan.FromDays(-400));
        await first.EndAsync("c", first.Now + TimeSpan.FromDays(1));
        await fast.PassAsync();
        fast.Coordinator.Peek("a").Ended.Should().BeTrue();
        fast.Coordinator.Peek("b").Ended.Should().BeTrue();
        fast.Coordinator.Peek("c").Ended.Should().BeTrue();
    }

    /// <summary>An administrator may have ended them with one statement.</summary>
    [PostgreSqlFact]
    public async Task More_ends_of_one_moment_than_an_answer_tells_are_told_by_the_next_ones()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        await servers.Database.RunAsync(
            $"INSERT INTO {servers.Schema}.session SELECT 'ended ' || i, NULL, now(), now() + interval '1 day' FROM generate_series(1, 5) i");
        var ends = new EndedQuery(server.Service<SessionDatabase>()) { PageSize = 2 };

        List<string> told = [];
        var page = await ends.SinceAsync(null, default);
        for (told.AddRange(Ids(page)); !page.IsComplete; told.AddRange(Ids(page)))
        {
            page.Sessions.Should().HaveCount(2);
            page = await ends.SinceAsync(page.Position, default);
        }

        told.Should().BeEquivalentTo(Enumerable.Range(1, 5).Select(i => $"ended {i}"));
        await server.EndAsync("later");
        page = await ends.SinceAsync(page.Position, default);
        Ids(page).Should().HaveElementAt(0, "later", "the newest come first");

        static IEnumerable<string> Ids(EndedSessions list) => list.Sessions.Select(end => end.SessionId);
    }

    /// <summary>The row bears the moment of the sign-out, and is seen only when it is committed.</summary>
    [PostgreSqlFact]
    public async Task An_end_whose_commit_took_its_time_is_heard_of_in_the_end()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await first.EndAsync("a");
        await second.PassAsync();
        await servers.Database.RunAsync(
            $"INSERT INTO {servers.Schema}.session VALUES ('late', NULL, now() - interval '1 minute', now() + interval '1 day')");
        for (var pass = 0; pass < 60 && !second.Coordinator.Peek("late").Ended; pass++)
        {
            await second.PassAsync();
        }

        second.Coordinator.Peek("late").Ended.Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task What_was_heard_once_is_not_remembered_for_longer_than_its_ticket_lives()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await first.EndAsync("a", first.Now + TimeSpan.FromHours(1));
        await second.PassAsync();
        second.Coordinator.Peek("a").Ended.Should().BeTrue();
        servers.Clock.Advance(TimeSpan.FromHours(2));
        second.Coordinator.Peek("a").Ended.Should().BeFalse();
    }

    /// <summary>K6: an end that is forgotten too early brings the session back in a browser that kept its cookie.</summary>
    [PostgreSqlTheory]
    [InlineData("under the lock")]
    [InlineData("under the lock, at a second look")]
    [InlineData("by a look without the lock")]
    public async Task An_end_that_this_server_comes_upon_is_remembered_for_as_long_as_the_database_says(string way)
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        var end = first.Now + TimeSpan.FromDays(60);
        if (way is "under the lock, at a second look")
        {
            await using var turn = await second.EnterAsync("a");
            await first.EndAsync("a", end);
            await turn.ReloadAsync(default);
        }
        else
        {
            await first.EndAsync("a", end);
            await (way is "under the lock" ? (await second.EnterAsync("a")).DisposeAsync().AsTask() : second.GetStatusAsync("a"));
        }

        servers.Clock.Advance(TimeSpan.FromDays(59));
        second.Coordinator.Peek("a").Ended.Should().BeTrue();
        servers.Clock.Advance(TimeSpan.FromDays(2));
        second.Coordinator.Peek("a").Ended.Should().BeFalse("no ticket is left of it");
    }
}
