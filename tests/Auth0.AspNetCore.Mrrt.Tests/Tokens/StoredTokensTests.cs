using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using Moq;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>When a stored token answers a call, and when a look at the coordinator is needed.</summary>
public sealed class StoredTokensTests
{
    private readonly Mock<ISessionCoordinator> _coordinator = new();
    private readonly ManualTimeProvider _time = new();
    private readonly StoredTokens _stored;
    private SessionStatus _status;
    private long? _changes = 7;

    public StoredTokensTests()
    {
        _coordinator.Setup(it => it.Peek("session")).Returns(() => _status);
        _coordinator.Setup(it => it.HasEnded("session")).Returns(() => _status.Ended);
        _coordinator.SetupGet(it => it.ChangesLearned).Returns(() => _changes);
        _stored = new StoredTokens(_coordinator.Object, _time);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_session_has_ended_at_its_end(int ticks, bool ended)
    {
        var session = new SessionSnapshot(Holding()) { EndsAt = Now.AddTicks(ticks) };
        var learned = -1L;
        _stored.HasEnded(session, Now).Should().Be(ended);
        _stored.IsCurrent(session, Now, ref learned).Should().Be(!ended);
    }

    /// <summary>G14.</summary>
    [Fact]
    public void A_session_that_this_server_knows_to_have_ended_is_over()
    {
        var learned = -1L;
        var session = new SessionSnapshot(Holding());
        _stored.HasEnded(session, Now).Should().BeFalse();
        _status = new SessionStatus { Ended = true };
        _stored.HasEnded(session, Now).Should().BeTrue();
        _stored.IsCurrent(session, Now, ref learned).Should().BeFalse();
        learned.Should().Be(-1, "the next call looks again");
        StoredTokens.SessionEnded.ErrorDescription.Should().Be("The session has ended since the request began.");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_session_is_current_while_no_newer_generation_is_known(int newest, bool current)
    {
        _status = new SessionStatus { NewestGeneration = newest };
        var learned = -1L;
        _stored.IsCurrent(new SessionSnapshot(Holding()), Now, ref learned).Should().Be(current);
    }

    [Theory]
    [InlineData(7L, 1)]
    [InlineData(null, 3)]
    public void Who_asks_often_looks_again_only_when_the_server_has_learned_of_a_change(long? changes, int looks)
    {
        _changes = changes;
        var learned = -1L;
        for (var i = 0; i < 3; i++)
        {
            _stored.IsCurrent(new SessionSnapshot(Holding()), Now, ref learned).Should().BeTrue();
        }

        _coordinator.Verify(it => it.Peek("session"), Times.Exactly(looks));
        (_changes, _status) = (8, new SessionStatus { NewestGeneration = 4 });
        _stored.IsCurrent(new SessionSnapshot(Holding()), Now, ref learned).Should().BeFalse();
    }

    [Fact]
    public void A_token_that_is_handed_out_has_been_used_and_a_refused_one_has_not()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        var granted = Set("at", Orders, "a", "a");
        _stored.Answer(Holding(granted), Need(Orders, "a"))!.Succeeded.Should().BeTrue();
        granted.UsedAt.Should().Be(Now.AddSeconds(5));

        var refused = Set("at", Orders, "a", "a b");
        _stored.Answer(Holding(refused), Need(Orders, "b"))!.Reason.Should().Be(AccessTokenFailure.ScopeNotGranted);
        refused.UsedAt.Should().Be(Now);
    }

    /// <summary>G11.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void While_another_renews_the_token_the_old_one_serves_to_its_end(bool busy, bool serves)
    {
        _status = new SessionStatus { QueueLength = busy ? 1 : 0 };
        var tokens = Holding(Set("at", Orders, "a", "a", seconds: 30));
        (_stored.Answer(tokens, Need(Orders, "a"))?.Token?.Value).Should().Be(serves ? "at" : null);
        _stored.Answer(tokens, Need(Orders, "a", forced: true)).Should().BeNull();
    }
}
