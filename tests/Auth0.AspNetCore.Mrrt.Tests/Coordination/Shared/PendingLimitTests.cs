using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>A backend may be away for long. What waits for it has a limit.</summary>
public sealed class PendingLimitTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;

    public PendingLimitTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(
            _shared, _time, options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess, mostPending: 2);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_sign_out_that_the_other_servers_could_not_be_told_later_fails()
    {
        _server.Faults.CutOff();
        await EndAsync("one");
        await EndAsync("two");
        await EndAsync("two");
        await _server.Invoking(_ => EndAsync("three")).Should().ThrowAsync<SessionCoordinationException>();
        _server.Sessions.HasEnded("three").Should().BeTrue("this server knows it all the same");
        _server.PendingWrites.Count.Should().Be(2);

        _server.Faults.Reconnect();
        await _server.PassAsync();
        await EndAsync("three");
        _shared.With("three", row => row.EndedUntil).Should().NotBeNull();
    }

    [Fact]
    public async Task An_exchange_whose_tokens_could_not_be_told_later_does_not_begin()
    {
        _server.Faults.CutOff();
        await CommitAsync("one", 1);
        await CommitAsync("two", 1);
        await CommitAsync("two", 2);
        await _server.Invoking(it => it.EnterAsync("three")).Should().ThrowAsync<SessionCoordinationException>();

        _server.Faults.Reconnect();
        await _server.PassAsync();
        _server.Faults.CutOff();
        await CommitAsync("three", 1);
    }

    [Fact]
    public async Task Tokens_that_were_obtained_wait_in_any_case()
    {
        await using var turn = await _server.EnterAsync("three");
        _server.Faults.CutOff();
        await CommitAsync("one", 1);
        await CommitAsync("two", 1);
        var committing = turn.CommitAsync(Record(1), default).AsTask();
        await _time.PassAsync(TimeSpan.FromSeconds(70));
        await committing.Invoking(it => it).Should().ThrowAsync<SessionCoordinationException>();
        _server.PendingWrites.Count.Should().Be(3);
    }

    [Fact]
    public void What_the_backend_may_still_have_gives_way()
    {
        var pending = new PendingWrites(most: 2);
        pending.MayBeLost("one", Record(1), knownAt: 1);
        pending.Kept("two", Record(1));
        pending.MayBeLost("three", Record(1), knownAt: 1);
        pending.MayBeLost("two", Record(2), knownAt: 1);
        pending.Records.Select(record => (record.Key, record.Value.Record.Generation)).Should().BeEquivalentTo([("one", 1L), ("two", 2L)]);
    }

    private async Task EndAsync(string session) =>
        await _server.Sessions.EndAsync(session, _time.GetUtcNow().AddDays(1), default);

    private async Task CommitAsync(string session, long generation)
    {
        await using var turn = await _server.EnterAsync(session);
        (await turn.CommitAsync(Record(generation), default)).Should().BeTrue();
    }
}
