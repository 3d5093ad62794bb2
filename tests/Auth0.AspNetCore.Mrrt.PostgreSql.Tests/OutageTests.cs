using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The database is out of reach of one server.</summary>
public sealed class OutageTests
{
    [PostgreSqlFact]
    public async Task An_application_may_choose_to_go_on_alone_and_tells_the_others_later()
    {
        await using var servers = await TestServers.CreateAsync();
        var alone = await servers.StartAsync(options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess);
        var other = await servers.StartAsync();
        alone.CutOff();
        Task<ISessionTurn> next;
        await using (var held = await alone.EnterAsync("a"))
        {
            next = alone.EnterAsync("a");
            next.IsCompleted.Should().BeFalse("one at a time on this server still");
            (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        }

        await (await next).DisposeAsync();

        alone.Coordinator.Peek("a").Newest!.Generation.Should().Be(1);
        alone.Logs.Lines.Should().Contain(line => line.Contains("[902]", StringComparison.Ordinal));
        alone.Reconnect();
        await alone.PassAsync();
        (await other.GetStatusAsync("a")).Newest!.Generation.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task Who_may_go_on_alone_still_does_not_pass_another_server_by()
    {
        await using var servers = await TestServers.CreateAsync();
        var alone = await servers.StartAsync(options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess);
        var other = await servers.StartAsync();
        await using var held = await other.EnterAsync("a");
        await alone.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();
    }

    /// <summary>An administrator's time-out that is shorter than the turn's is no outage.</summary>
    [PostgreSqlFact]
    public async Task Who_may_go_on_alone_does_not_pass_another_server_by_when_a_statement_times_out()
    {
        await using var servers = await TestServers.CreateAsync("Options=-c statement_timeout=500");
        var alone = await servers.StartAsync(options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess);
        var other = await servers.StartAsync();
        await using var held = await other.EnterAsync("a");
        await alone.Invoking(s => s.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();
    }

    /// <summary>G16: the number tells a sign-in on another server that the refresh token before it has been used.</summary>
    [PostgreSqlFact]
    public async Task A_commit_that_was_not_told_yet_counts_after_the_end_of_its_session_is_told()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.Zero);
        var other = await servers.StartAsync();
        await using (var held = await server.EnterAsync("a"))
        {
            server.CutOff();
            await held.Invoking(turn => turn.CommitAsync(Records.Of(1), default).AsTask()).Should().ThrowAsync<SessionCoordinationException>();
        }

        await server.EndAsync("a");
        server.Reconnect();
        await server.PassAsync();

        server.Service<PendingWrites>().IsEmpty.Should().BeTrue();
        await using var next = await other.EnterAsync("a");
        next.Ended.Should().BeTrue();
        next.NewestGeneration.Should().Be(1);
        next.Newest!.Payload.ToArray().Should().Equal(Records.Of(1).Payload.ToArray(), "a sign-in may continue the session");
    }

    /// <summary>What a server has to say waits for an exchange, or for a server that is frozen; its ears do not.</summary>
    [PostgreSqlFact]
    public async Task A_row_that_is_locked_keeps_nobody_from_hearing_who_signed_out_and_holds_up_no_other_session()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        var other = await servers.StartAsync();
        server.Service<PendingWrites>().Kept("locked", Records.Of(1));
        server.Service<PendingWrites>().Kept("free", Records.Of(1));
        await using (await other.EnterAsync("locked"))
        {
            await other.EndAsync("ended");
            await server.PassAsync();
            server.Coordinator.Peek("ended").Ended.Should().BeTrue();
            (await other.GetStatusAsync("free")).NewestGeneration.Should().Be(1);
        }

        await server.PassAsync();
        (await other.GetStatusAsync("locked")).NewestGeneration.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task A_server_starts_without_its_database_and_finds_it_later()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync(options => options.EndedSessionsInterval = TimeSpan.FromMilliseconds(20));
        server.CutOff();
        var work = server.Service<BackgroundWork>();
        await work.StartingAsync(default);
        server.Logs.Lines.Should().Contain(line => line.Contains("[911]", StringComparison.Ordinal));

        await work.StartAsync(default);
        server.Reconnect();
        await server.Logs.WaitForAsync("[907]");
        await work.StopAsync(default);
        await work.StoppedAsync(default);
    }

    [PostgreSqlFact]
    public async Task A_server_that_stops_says_what_it_could_not_say_before()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        var other = await servers.StartAsync();
        server.CutOff();
        await server.EndAsync("a");
        server.Reconnect();
        await server.Service<BackgroundWork>().StoppedAsync(default);
        (await other.GetStatusAsync("a")).Ended.Should().BeTrue();
    }

    /// <summary>The driver's own messages name the host, the user and more.</summary>
    [PostgreSqlFact]
    public async Task No_log_and_no_failure_names_a_host_a_user_or_a_session()
    {
        await using var servers = await TestServers.CreateAsync("Password=hidden-password");
        var server = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.Zero);
        var other = await servers.StartAsync();
        List<Exception> failures = [];
        await using (var held = await server.EnterAsync("session-of-alice"))
        {
            failures.Add((await other.Invoking(s => s.EnterAsync("session-of-alice"))
                .Should().ThrowAsync<TimeoutException>()).Which);
            server.CutOff();
            failures.Add((await held.Invoking(turn => turn.CommitAsync(Records.Of(1, "sealed-record"), default).AsTask())
                .Should().ThrowAsync<SessionCoordinationException>()).Which);
        }

        failures.Add((await server.Invoking(s => s.GetStatusAsync("session-of-alice"))
            .Should().ThrowAsync<SessionCoordinationException>()).Which);
        await server.EndAsync("session-of-alice");
        await server.Service<BackgroundWork>().StartingAsync(default);
        await server.Service<BackgroundWork>().StoppedAsync(default);
        server.Reconnect();
        await servers.Database.RunAsync($"DROP TABLE {servers.Schema}.session_tokens");
        failures.Add((await other.Invoking(s => s.EnterAsync("session-of-alice"))
            .Should().ThrowAsync<SessionCoordinationException>()).Which);

        string[] private_ =
        [
            "127.0.0.1", $"{server.Network.Port}", $"{servers.Database.Port}", "session-of-alice", "sealed-record",
            "hidden-password", "Username", "\"auth0\"", "user",
        ];
        var said = server.Logs.Lines.Concat(other.Logs.Lines).Concat(failures.Select(failure => failure.ToString()))
            .ToList();
        said.Should().HaveCountGreaterThan(5);
        said.Where(line => private_.Any(word => line.Contains(word, StringComparison.Ordinal))).Should().BeEmpty();
    }
}
