using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

public sealed class ContinuedTokensTests
{
    private readonly SessionTokens _left = Tickets.Tokens(additional: 1);
    private readonly DepartedSessions _departed = new();
    private readonly Mock<ISessionTurn> _turn = new();
    private readonly Mock<ISessionCoordinator> _coordinator = new();
    private readonly AuthenticationProperties _signIn = new();

    public ContinuedTokensTests()
    {
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>())).ReturnsAsync(_turn.Object);
        _turn.SetupGet(it => it.NewestGeneration).Returns(4);
        _signIn.StoreTokens(Tickets.Of(_left).Properties.GetTokens());
        SessionIdentity.Name(_signIn.Items, "new-session");
    }

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
        (await WriteAsync(_departed.Depart(_left))).RefreshToken.Should().BeNull();
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
        _turn.SetupGet(it => it.NewestGeneration).Returns(3);
        (await WriteAsync(_departed.Depart(_left, hasEnded: true))).RefreshToken.Should().BeNull();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Without_the_other_servers_a_refresh_token_is_continued_unless_an_exchange_is_under_way(int inLine, bool continued)
    {
        _coordinator.Setup(it => it.EnterAsync(_left.SessionId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SessionCoordinationException("down"));
        _coordinator.Setup(it => it.Peek(_left.SessionId)).Returns(new SessionStatus { QueueLength = inLine });
        var tokens = await WriteAsync(_departed.Depart(_left));
        tokens.RefreshToken.Should().Be(continued ? _left.RefreshToken : null);
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
        await new ContinuedTokens(_coordinator.Object, new ManualTimeProvider(), NullLogger<ContinuedTokens>.Instance)
            .WriteAsync("Cookies", departure, _signIn.Items, new SeenTokens([_left]));
        return TicketTokens.Read(_signIn.Items);
    }
}
