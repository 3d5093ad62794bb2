using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

public sealed class SessionSignInsTests : IDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());
    private readonly InProcessSessionCoordinator _coordinator;
    private readonly SessionTokens _known = Tickets.Tokens();

    public SessionSignInsTests() => _coordinator = new(_time, NullLogger<InProcessSessionCoordinator>.Instance);

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_sign_in_is_the_next_generation_and_holds_the_turn_until_its_ticket_is_written()
    {
        var properties = Tickets.Of(_known).Properties;
        var turn = await CommitAsync(_coordinator, properties);
        _coordinator.Peek(_known.SessionId).Busy.Should().BeTrue();
        await turn!.DisposeAsync();

        var signedIn = TicketTokens.Read(properties.Items);
        signedIn.Generation.Should().Be(4);
        signedIn.SignIn.Should().BeEquivalentTo(new { Generation = 4, Count = 1 });
        var recorded = _protector.Unprotect(_known.SessionId, _coordinator.Peek(_known.SessionId).Newest)!;
        recorded.RefreshToken.Should().Be(_known.RefreshToken);
        recorded.SignIn.Ticket.IsEmpty.Should().BeFalse();
        _coordinator.Peek(_known.SessionId).Busy.Should().BeFalse();
    }

    /// <summary>The tokens at hand have been used. With a new number they would look unused (G4).</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_whose_newest_tokens_are_not_known_gets_no_new_generation(bool bringsRefreshToken)
    {
        var turn = new Mock<ISessionTurn>();
        turn.SetupGet(it => it.NewestGeneration).Returns(9);
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(turn.Object);
        var properties = Tickets.Of(_known).Properties;
        if (bringsRefreshToken)
        {
            properties.UpdateTokenValue("refresh_token", "own");
        }

        (await CommitAsync(coordinator.Object, properties)).Should().BeNull();
        var signedIn = TicketTokens.Read(properties.Items);
        signedIn.Generation.Should().Be(3);
        signedIn.RefreshToken.Should().Be(
            bringsRefreshToken ? "own" : null, "the new cookie may last longer than the number that tells a used one apart");
        (signedIn.IdToken, signedIn.Primary!.AccessToken, signedIn.Additional.Length)
            .Should().Be((_known.IdToken, _known.Primary!.AccessToken, _known.Additional.Length));
        turn.Verify(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>()), Times.Never);
        turn.Verify(it => it.DisposeAsync(), Times.Once);
    }

    /// <summary>G8.</summary>
    [Fact]
    public async Task A_session_that_ended_while_the_sign_in_waited_is_not_continued()
    {
        await _coordinator.EndAsync(_known.SessionId, until: null, CancellationToken.None);
        var commit = async () => await CommitAsync(_coordinator, Tickets.Of(_known).Properties);
        await commit.Should().ThrowAsync<SessionEndedException>();
        _coordinator.Peek(_known.SessionId).Busy.Should().BeFalse();
    }

    [Fact]
    public async Task A_sign_in_goes_on_without_the_other_servers()
    {
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SessionCoordinationException("down"));
        var properties = Tickets.Of(_known).Properties;

        (await CommitAsync(coordinator.Object, properties)).Should().BeNull();
        TicketTokens.Read(properties.Items).Generation.Should().Be(3);
    }

    /// <summary>G8: the database tells of the end, and then has its quiet time.</summary>
    [Fact]
    public async Task A_sign_in_without_the_other_servers_does_not_reopen_a_session_that_is_known_to_have_ended()
    {
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SessionCoordinationException("quiet"));
        coordinator.Setup(it => it.HasEnded(_known.SessionId)).Returns(true);
        await FluentActions.Awaiting(async () => await CommitAsync(coordinator.Object, Tickets.Of(_known).Properties))
            .Should().ThrowAsync<SessionEndedException>();
    }

    /// <summary>It stands in its ticket as well, and one server alone must not make a generation of it.</summary>
    [Fact]
    public async Task The_record_of_a_sign_in_need_not_be_kept_at_any_cost()
    {
        SessionRecord? committed = null;
        var turn = new Mock<ISessionTurn>();
        turn.Setup(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>()))
            .Callback((SessionRecord record, CancellationToken _) => committed = record)
            .ReturnsAsync(true);
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(turn.Object);
        await CommitAsync(coordinator.Object, Tickets.Of(_known).Properties);
        committed!.MustKeep.Should().BeFalse();
        _protector.Protect(_known).MustKeep.Should().BeTrue("an exchange's tokens exist nowhere else");
    }

    [Fact]
    public async Task A_sign_in_that_lost_its_turn_to_an_exchange_starts_from_what_that_obtained()
    {
        var exchanged = _protector.Protect(_known.Next(_known.Primary, [], "rt-4", _known.IdToken));
        var turn = new Mock<ISessionTurn>();
        turn.SetupSequence(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(false).ReturnsAsync(true);
        turn.Setup(it => it.ReloadAsync(It.IsAny<CancellationToken>())).Callback(() =>
        {
            turn.SetupGet(it => it.Newest).Returns(exchanged);
            turn.SetupGet(it => it.NewestGeneration).Returns(4);
        });
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(turn.Object);
        var properties = Tickets.Of(_known).Properties;

        await using var held = await CommitAsync(coordinator.Object, properties);
        held.Should().NotBeNull();
        var signedIn = TicketTokens.Read(properties.Items);
        (signedIn.Generation, signedIn.RefreshToken).Should().Be((5, "rt-4"));
    }

    [Fact]
    public async Task A_sign_in_that_loses_its_turn_again_and_again_is_kept_in_its_ticket_alone()
    {
        var turn = new Mock<ISessionTurn>();
        turn.Setup(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>())).ReturnsAsync(false);
        var coordinator = new Mock<ISessionCoordinator>();
        coordinator.Setup(it => it.EnterAsync(_known.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(turn.Object);
        var properties = Tickets.Of(_known).Properties;

        (await CommitAsync(coordinator.Object, properties)).Should().BeNull();
        TicketTokens.Read(properties.Items).Generation.Should().Be(3);
        turn.Verify(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>()), Times.Exactly(3));
        turn.Verify(it => it.DisposeAsync(), Times.Once);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[600]").And.Contain("scheme Cookies");
    }

    [Fact]
    public async Task Each_sign_in_within_a_session_counts()
    {
        var properties = Tickets.Of(_known).Properties;
        await (await CommitAsync(_coordinator, properties))!.DisposeAsync();
        await (await CommitAsync(_coordinator, properties))!.DisposeAsync();
        TicketTokens.Read(properties.Items).SignIn.Should().BeEquivalentTo(new { Generation = 5, Count = 2 });
        _logs.Lines.Should().BeEmpty();
    }

    private ValueTask<IAsyncDisposable?> CommitAsync(ISessionCoordinator coordinator, AuthenticationProperties properties) =>
        new SessionSignIns(coordinator, _protector, new DepartedSessions(), _time, _logs.Of<SessionSignIns>()).CommitAsync(
            "Cookies",
            new ClaimsPrincipal(new ClaimsIdentity("test")),
            properties,
            new CookieLife(TimeSpan.FromDays(14), End: null),
            new SeenTokens([_known, _known]));
}
