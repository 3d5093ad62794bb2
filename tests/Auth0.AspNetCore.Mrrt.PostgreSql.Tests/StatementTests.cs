using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>How often the database is asked, and what: as the database itself logged it.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private TestServers _servers = null!;
    private ServerUnderTest _server = null!;
    private SentStatements _sent = null!;

    public async Task InitializeAsync()
    {
        if (Server.PostgreSqlPrograms.SkipReason is not null)
        {
            return;
        }

        _servers = await TestServers.CreateAsync();
        _server = await _servers.StartAsync();
        _sent = new SentStatements(_servers.Database, _servers.Schema);
        await _server.CreateAsync("a", [1]);
        await _server.Coordinator.CommitAsync("a", Records.Of(1));
        await _sent.NewAsync();
    }

    public Task DisposeAsync() => _servers?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [PostgreSqlFact]
    public async Task An_exchange_is_four_statements_begin_and_commit_included()
    {
        await _server.Coordinator.CommitAsync("a", Records.Of(2));
        var sent = await _sent.NewAsync();
        sent.Should().HaveCount(4);
        sent[0].Should().Contain("BEGIN");
        sent[3].Should().Contain("COMMIT");
    }

    /// <summary>The one before may have lost its lock to a database that is about to end every connection.</summary>
    [PostgreSqlFact]
    public async Task Who_had_to_wait_asks_once_more()
    {
        var other = await _servers.StartAsync();
        var held = await _server.EnterAsync("a");
        var waiting = other.EnterAsync("a");
        await _servers.WaitingAsync(1);
        await _sent.NewAsync();
        await held.DisposeAsync();
        await using var turn = await waiting;
        var sent = await _sent.NewAsync();
        sent.Should().HaveCount(3, "a rollback of the one, a pause and a question of the other");
        sent[1].Should().Contain("pg_sleep");
        sent[2].Should().Contain("SELECT").And.NotContain("begin_turn");
    }

    /// <summary>Without a place to wait a server asks again and again. Its last attempt finds the lock free, like the first of who did
    /// not have to wait.</summary>
    [PostgreSqlFact]
    public async Task Who_had_to_wait_in_an_earlier_attempt_asks_once_more()
    {
        var attempt = await _server.Service<ISessionBackend>().TryTakeAsync(
            new LockRequest { SessionId = "a", Holder = Guid.NewGuid(), ExpiresAt = _server.Now.AddDays(1), HasWaited = true }, default);
        await using var held = attempt.Lock;
        var sent = await _sent.NewAsync();
        sent.Should().HaveCount(4, "a beginning, the lock, a pause and a question");
        sent[2].Should().Contain("pg_sleep");
        sent[3].Should().Contain("SELECT").And.NotContain("begin_turn");
    }

    [PostgreSqlFact]
    public async Task A_lock_that_another_holds_is_no_error_in_the_databases_log()
    {
        var other = await _servers.StartAsync();
        var held = await _server.EnterAsync("a");
        var waiting = other.EnterAsync("a");
        await _servers.WaitingAsync(1);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
        await _sent.NewAsync();
        _servers.Database.Log.Should().NotContain($"{_servers.Schema}_1|ERROR");
    }

    /// <summary>Nobody else can see the row of a session's first exchange. Only the time tells that somebody had it.</summary>
    [PostgreSqlFact]
    public async Task Who_had_to_wait_for_a_sessions_first_exchange_asks_once_more()
    {
        var other = await _servers.StartAsync();
        var held = await _server.EnterAsync("first");
        var waiting = other.EnterAsync("first");
        await _servers.WaitingAsync(1);
        await _servers.Database.AskAsync<object>("SELECT 1 FROM pg_sleep(0.1)"); // longer than an answer without a wait
        await _sent.NewAsync();
        await held.DisposeAsync();
        await using var turn = await waiting;
        var sent = await _sent.NewAsync();
        sent.Should().HaveCount(3, "a rollback of the one, a pause and a question of the other");
        sent[1].Should().Contain("pg_sleep");
        sent[2].Should().Contain("SELECT").And.NotContain("begin_turn");
    }

    [PostgreSqlFact]
    public async Task Who_had_to_wait_for_a_commit_asks_once_more_without_a_pause()
    {
        var other = await _servers.StartAsync();
        var held = await _server.EnterAsync("a");
        var waiting = other.EnterAsync("a");
        await _servers.WaitingAsync(1);
        await held.CommitAsync(Records.Of(2), default);
        await using var turn = await waiting;
        turn.NewestGeneration.Should().Be(2);
        (await _sent.NewAsync()).Should().NotContain(statement => statement.Contains("pg_sleep", StringComparison.Ordinal));
        await held.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Reading_a_stored_session_is_one_statement()
    {
        await _server.ReadAsync("a");
        (await _sent.NewAsync()).Should().ContainSingle();
    }

    [PostgreSqlFact]
    public async Task A_look_an_end_a_renewal_and_a_beginning_are_one_each()
    {
        await _server.GetStatusAsync("a");
        await _server.RenewAsync("a", [2]);
        await _server.CreateAsync("b", [3]);
        await _server.EndAsync("a");
        (await _sent.NewAsync()).Should().HaveCount(4);
    }

    [PostgreSqlFact]
    public async Task A_peek_asks_nothing_nor_does_a_request_of_a_session_that_is_known_to_have_ended()
    {
        await _server.EndAsync("a");
        await _sent.NewAsync();
        _server.Coordinator.Peek("a").Ended.Should().BeTrue();
        (await _server.GetStatusAsync("a")).Ended.Should().BeTrue();
        (await _server.ReadAsync("a")).Should().BeNull();
        (await _sent.NewAsync()).Should().BeEmpty();
    }

    /// <summary>So that a pooler may give each transaction another connection.</summary>
    [PostgreSqlFact]
    public async Task Nothing_that_is_sent_outlives_its_transaction()
    {
        var other = await _servers.StartAsync();
        await using (var turn = await _server.EnterAsync("a"))
        {
            await turn.ReloadAsync(default);
            await turn.CommitAsync(Records.Of(2), default);
            await turn.ReloadAsync(default);
        }

        await other.GetStatusAsync("a");
        await other.ReadAsync("a");
        await other.RenewAsync("a", [2]);
        await other.EndAsync("a");
        _servers.Clock.Advance(TimeSpan.FromDays(400));
        await _server.PassAsync();

        var sent = await new SentStatements(_servers.Database, _servers.Schema).NewAsync();
        sent.Should().HaveCountGreaterThan(20);
        string[] lasting =
        [
            "LISTEN ", "PREPARE ", "DISCARD ", "DECLARE ", " TEMP ", "pg_advisory_lock", "SET SESSION", ": RESET ", "', false)",
            ", false) IS",
        ];
        sent.Where(statement => lasting.Any(word => statement.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Should().BeEmpty();
        sent.Where(statement => statement.Contains(": SET ", StringComparison.Ordinal)).Should().BeEmpty();
        sent.Where(statement => statement.StartsWith("execute ", StringComparison.Ordinal))
            .Should().OnlyContain(statement => statement.StartsWith("execute <unnamed>: ", StringComparison.Ordinal));
    }
}
