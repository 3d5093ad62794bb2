using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The write succeeds, and the COMMIT that is sent along with it does not.</summary>
public sealed class FailedCommitTests
{
    [PostgreSqlFact]
    public async Task A_commit_that_the_database_refuses_at_its_end_is_not_kept()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        await RefuseAsync(servers, "NEW.generation = 1");
        var attempt = await server.Service<ISessionBackend>().TryTakeAsync(
            new LockRequest { SessionId = "a", Holder = Guid.NewGuid(), ExpiresAt = server.Now.AddDays(1) }, default);
        await using (var taken = attempt.Lock!)
        {
            await taken.Invoking(held => held.CommitAsync(Records.Of(1), server.Now.AddDays(1), default).AsTask())
                .Should().ThrowAsync<SessionBackendException>();
        }

        await using var next = await server.EnterAsync("a");
        next.NewestGeneration.Should().Be(0, "nothing was written, and the lock is free");
    }

    [PostgreSqlFact]
    public async Task A_commit_that_the_database_refuses_at_its_end_is_tried_again_until_it_is_kept()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.StartAsync();
        var gate = $"{servers.Schema}.refusals";
        await servers.Database.RunAsync($"CREATE SEQUENCE {gate}"); // counts what a rollback takes back
        await RefuseAsync(servers, "NEW.generation > OLD.generation", $"nextval('{gate}') < 3");
        (await server.Coordinator.CommitAsync("a", Records.Of(1))).Should().BeTrue();
        (await servers.Database.AskAsync<long>($"SELECT last_value FROM {gate}")).Should().Be(3);
        (await servers.Database.AskAsync<long>($"SELECT generation FROM {servers.Schema}.session_tokens WHERE id = 'a'")).Should().Be(1);
    }

    private static Task RefuseAsync(TestServers servers, string when, string and = "true") => servers.Database.RunAsync(
        $"CREATE FUNCTION {servers.Schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        + $"$$ BEGIN IF {and} THEN RAISE 'no'; END IF; RETURN NULL; END $$; "
        + $"CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON {servers.Schema}.session_tokens DEFERRABLE INITIALLY DEFERRED "
        + $"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {servers.Schema}.refuse()");
}
