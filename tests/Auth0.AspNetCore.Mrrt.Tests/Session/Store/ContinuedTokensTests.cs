using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

public sealed class ContinuedTokensTests : IDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SessionTokens _left = Tickets.Tokens(additional: 1);
    private readonly DepartedSessions _departed = new();
    private readonly Mock<ISessionTurn> _turn = new();
    private readonly Mock<ISessionCoordinator> _coordinator = new();
    private readonly AuthenticationProperties _signIn = new();
    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());
    private long _newest = 4;
    private SessionRecord? _record;
    private bool _counts = true;

    public ContinuedTokensTests()
    {
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(_turn.Object);
        _turn.SetupGet(it => it.NewestGeneration).Returns(() => _newest);
        _turn.SetupGet(it => it.Newest).Returns(() => _record);
        _turn.Setup(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>()))
            .Callback((SessionRecord record, CancellationToken _) => _newest = Math.Max(_newest, _counts ? record.Generation : 0))
            .ReturnsAsync(false);
        _signIn.StoreTokens(Tickets.Of(_left).Properties.GetTokens());
        SessionIdentity.Name(_signIn.Items, "new-session");
    }

    public static TheoryData<Exception> Outages =>
        [new SessionCoordinationException("down"), new TimeoutException(), new OperationCanceledException()];

    public void Dispose() => _logs.Dispose();

    private SessionTokens Exchanged => _left.Next(_left.Primary, _left.Additional, "rt-4", _left.IdToken);

    [Fact]
    public async Task The_new_session_gets_the_newest_tokens_under_its_own_name()
    {
        var departure = _departed.Depart(_left);
        _departed.Tell(Exchanged);
        var tokens = await WriteAsync(departure);
        (tokens.SessionId, tokens.RefreshToken, tokens.Generation).Should().Be(("new-session", "rt-4", 4));
        tokens.Additional.Should().ContainSingle();
        _turn.Verify(it => it.DisposeAsync(), Times.Once);
    }

    /// <summary>Another server has used the refresh token, and its answer is not here (G4).</summary>
    [Fact]
    public async Task A_refresh_token_that_has_been_used_is_not_continued()
    {
        var tokens = await WriteAsync(_departed.Depart(_left));
        tokens.RefreshToken.Should().BeNull();
        tokens.Generation.Should().Be(4, "it is not the login's own generation any more");
        tokens.Primary!.AccessToken.Should().Be(_left.Primary!.AccessToken);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[601]").And.Contain("scheme Cookies");
    }

    /// <summary>Two requests sign out and in at once (G16).</summary>
    [Fact]
    public async Task A_refresh_token_is_continued_once()
    {
        _departed.Depart(_left);
        _departed.Tell(Exchanged);
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().Be("rt-4");
        _signIn.UpdateTokenValue("refresh_token", _left.RefreshToken!);
        SessionIdentity.Name(_signIn.Items, "another-session");
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().BeNull();
    }

    [Fact]
    public async Task A_session_that_had_ended_before_is_continued_by_nobody()
    {
        _newest = 3;
        (await WriteAsync(_departed.Depart(_left, hasEnded: true))).RefreshToken.Should().BeNull();
    }

    /// <summary>G8: a sign-in that must not use the late refresh token leaves it to be revoked.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_late_refresh_token_is_revoked_unless_the_sign_in_owns_it(bool hadEnded, int revocations)
    {
        var revoked = 0;
        var departure = _departed.Depart(_left, hadEnded);
        _departed.TryHandOver(Exchanged, () =>
        {
            revoked++;
            return Task.CompletedTask;
        });
        (await WriteAsync(departure)).RefreshToken.Should().Be(hadEnded ? null : "rt-4");
        await departure.LeaveAsync();
        revoked.Should().Be(revocations);
    }

    /// <summary>Another server's sign-in has counted the same number.</summary>
    [Fact]
    public async Task A_refresh_token_that_another_has_marked_at_the_same_time_is_not_continued()
    {
        _newest = 3;
        _record = SessionRecord.Mark(4);
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().BeNull();
    }

    /// <summary>Another server's exchange came after the end. Its answer waits for this sign-in (G16).</summary>
    [Fact]
    public async Task What_another_server_obtained_too_late_goes_on_in_the_new_session()
    {
        _record = _protector.Protect(Exchanged);
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().Be("rt-4");
        _newest.Should().Be(5, "the next sign-in must see that the refresh token has an owner");
    }

    [Fact]
    public async Task A_refresh_token_whose_new_owner_cannot_be_noted_is_not_continued()
    {
        (_newest, _counts) = (3, false);
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().BeNull();
    }

    /// <summary>Another server may be using the refresh token (G4).</summary>
    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Without_the_other_servers_no_refresh_token_is_continued(Exception outage)
    {
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>())).ThrowsAsync(outage);
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().BeNull();
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[601]").And.Contain(outage.Message);
    }

    /// <summary>The sign-in before it may own the refresh token.</summary>
    [Fact]
    public async Task A_sign_in_without_the_other_servers_is_the_first_one_all_the_same()
    {
        _coordinator.SetupSequence(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TimeoutException()).ReturnsAsync(_turn.Object);
        _newest = 3;
        var departure = _departed.Depart(_left);
        await WriteAsync(departure);
        _signIn.UpdateTokenValue("refresh_token", _left.RefreshToken!);
        (await WriteAsync(departure)).RefreshToken.Should().BeNull();
    }

    [Fact]
    public async Task Any_other_failure_of_a_coordinator_is_not_taken_for_an_outage()
    {
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException());
        await FluentActions.Awaiting(() => WriteAsync(_departed.Depart(_left))).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task A_turn_that_does_not_come_is_waited_for_with_patience_and_not_for_ever()
    {
        var entered = new TaskCompletionSource<ISessionTurn>();
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>()))
            .Returns((string _, CancellationToken given) =>
            {
                given.Register(() => entered.TrySetCanceled(given));
                return new ValueTask<ISessionTurn>(entered.Task);
            });
        var write = WriteAsync(_departed.Depart(_left));
        _time.Advance(SessionSignIns.Patience - TimeSpan.FromMilliseconds(1));
        write.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await write).RefreshToken.Should().BeNull();
    }

    [Fact]
    public async Task A_refresh_token_of_the_applications_own_is_left_alone()
    {
        _signIn.UpdateTokenValue("refresh_token", "own");
        var departure = _departed.Depart(_left);
        _departed.Tell(Exchanged);
        (await WriteAsync(departure)).RefreshToken.Should().Be("own");
        _coordinator.Verify(it => it.EnterAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private async Task<SessionTokens> WriteAsync(DepartedSessions.Departure departure)
    {
        await new ContinuedTokens(_coordinator.Object, _protector, _time, _logs.Of<ContinuedTokens>())
            .WriteAsync("Cookies", departure, _signIn.Items, new SeenTokens([_left]));
        return TicketTokens.Read(_signIn.Items);
    }
}
