using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>What a server does while its backend is out of reach.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly SharedServer _alone;

    public OutageTests()
    {
        _shared = new MemoryBackend(_time, TimeSpan.FromSeconds(35));
        _server = new SharedServer(_shared, _time);
        _alone = new SharedServer(_shared, _time, options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess);
    }

    public void Dispose()
    {
        _server.Dispose();
        _alone.Dispose();
    }

    [Fact]
    public async Task No_turn_is_given_and_the_text_names_no_session()
    {
        _server.Faults.CutOff();
        (await _server.Invoking(it => it.EnterAsync("alice-7")).Should().ThrowAsync<SessionCoordinationException>())
            .Which.Message.Should().Contain("the memory of the test does not answer").And.NotContain("alice-7");
        _server.Logs.Lines.Should().NotContain(line => line.Contains("alice-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_may_go_on_alone_does_and_tells_it_later()
    {
        _alone.Faults.CutOff();
        await using (var turn = await _alone.EnterAsync())
        {
            (turn.SureFor, turn.Lost.CanBeCanceled).Should().Be((Timeout.InfiniteTimeSpan, false));
            (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
            _alone.Logs.Lines.Should().Contain(line => line.Contains("[902]", StringComparison.Ordinal));
        }

        _alone.Faults.Reconnect();
        await _alone.PassAsync();
        _shared.With("session", row => row.Generation).Should().Be(1);
    }

    [Fact]
    public async Task A_backend_that_refuses_is_not_out_of_reach()
    {
        _alone.Faults.Fail(BackendCall.Take, isOutOfReach: false);
        (await _alone.Invoking(it => it.EnterAsync()).Should().ThrowAsync<SessionCoordinationException>())
            .Which.Message.Should().Contain("refuses");
    }

    [Fact]
    public async Task What_is_known_here_stays_known()
    {
        await using (var turn = await _server.EnterAsync())
        {
            await turn.CommitAsync(Record(1), default);
        }

        _server.Faults.CutOff();
        Text(_server.Sessions.Peek("session").Newest).Should().Be("ours");
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        (await _server.Sessions.GetStatusAsync("session", default)).Ended.Should().BeTrue("this server need not ask");
        await _server.Sessions.Invoking(async it => await it.GetStatusAsync("another", default))
            .Should().ThrowAsync<SessionCoordinationException>();
    }
}
