using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>What a request takes over from the coordinator, and what the coordinator hears of it.</summary>
public sealed class LiveSessionsTests
{
    private readonly ScriptedSessions _coordinator = new();
    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());
    private readonly DepartedSessions _departed = new();
    private readonly SessionTokens _tokens = Given.Holding();
    private readonly LiveSessions _sessions;

    public LiveSessionsTests() => _sessions = new LiveSessions(
        _coordinator, _protector, _departed, new(_coordinator, new ManualTimeProvider(), NullLogger<OtherProcess>.Instance), new ManualTimeProvider());

    public static TheoryData<Exception> Outages => [new SessionCoordinationException("out of reach"), new TimeoutException()];

    [Fact]
    public void A_request_that_missed_a_generation_takes_it_over_and_its_browser_has_not_caught_up()
    {
        Known(Remembered(_tokens, "rt-4"));
        var session = new RequestSession(_tokens);
        _sessions.BringUpToDate(session);
        session.Tokens.RefreshToken.Should().Be("rt-4");
        _sessions.BringUpToDate(session);
        _coordinator.Acknowledged.Should().BeEmpty("the response is yet to carry it");
        _sessions.Newest(_tokens).RefreshToken.Should().Be("rt-4");
    }

    [Fact]
    public void A_request_that_brings_the_newest_generation_has_caught_up_and_keeps_what_it_brought()
    {
        Known(_protector.Protect(Generation(_tokens.Generation, "of another cookie")));
        var session = new RequestSession(_tokens);
        _sessions.BringUpToDate(session);
        session.Tokens.Should().BeSameAs(_tokens);
        _coordinator.Acknowledged.Should().Equal(_tokens.Generation);
        _sessions.Newest(_tokens).Should().BeSameAs(_tokens);
    }

    [Fact]
    public void Where_nothing_is_remembered_nobody_hears_of_a_request()
    {
        Known(newest: null);
        var session = new RequestSession(_tokens);
        _sessions.BringUpToDate(session);
        session.Tokens.Should().BeSameAs(_tokens);
        _coordinator.Acknowledged.Should().BeEmpty();
        _sessions.Newest(_tokens).Should().BeSameAs(_tokens);
    }

    [Fact]
    public async Task What_another_server_knows_is_taken_over_before_the_cookie_is_handed_out()
    {
        _coordinator.Elsewhere = () => new SessionStatus { Newest = Remembered(_tokens, "rt-4") };
        var session = new RequestSession(_tokens);
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().Be(SessionStanding.Open);
        session.Tokens.RefreshToken.Should().Be("rt-4");
    }

    /// <summary>G8.</summary>
    [Fact]
    public async Task The_cookie_of_a_session_that_has_ended_on_another_server_is_not_handed_out()
    {
        _coordinator.Elsewhere = () => new SessionStatus { Ended = true, Newest = Remembered(_tokens, "rt-4") };
        var session = new RequestSession(_tokens);
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().Be(SessionStanding.Ended);
        session.Renewed.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task While_the_other_servers_are_out_of_reach_what_this_one_knows_has_to_do(Exception outage)
    {
        _coordinator.Elsewhere = () => throw outage;
        Known(Remembered(_tokens, "rt-4"));
        var session = new RequestSession(_tokens);
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().Be(SessionStanding.Unknown);
        session.Tokens.RefreshToken.Should().Be("rt-4");

        _coordinator.Known = new SessionStatus { Ended = true };
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().Be(SessionStanding.Ended);
    }

    [Fact]
    public async Task Any_other_failure_of_a_coordinator_is_not_taken_for_an_outage()
    {
        _coordinator.Elsewhere = () => throw new InvalidOperationException();
        var look = async () => await _sessions.BringUpToDateEverywhereAsync(new RequestSession(_tokens));
        await look.Should().ThrowAsync<InvalidOperationException>();
    }

    /// <summary>G15: an older cookie must meet the record, however late it comes.</summary>
    [Fact]
    public void After_a_sign_in_within_the_session_no_browser_has_caught_up()
    {
        var signedIn = _tokens.With(new SignInMark(3, 1, default));
        Known(_protector.Protect(signedIn));
        _sessions.BringUpToDate(new RequestSession(signedIn));
        _coordinator.Acknowledged.Should().BeEmpty();
    }

    [Fact]
    public async Task The_session_of_a_ticket_ends_and_a_ticket_without_a_session_ends_none()
    {
        var ticket = Tickets.Of(_tokens);
        await _sessions.EndAsync(ticket: null, until: null);
        await _sessions.EndAsync(new AuthenticationTicket(ticket.Principal, "Cookies"), until: null);
        _coordinator.Ends.Should().BeEmpty();
        await _sessions.EndAsync(ticket, Given.Now);
        _coordinator.Ends.Should().Equal(Given.Now);
    }

    /// <summary>G16.</summary>
    [Fact]
    public async Task A_generation_that_the_end_gives_back_goes_to_the_request_that_leaves_that_session()
    {
        var departure = _departed.Depart(_tokens);
        await _sessions.EndAsync(_tokens.SessionId, until: null);
        departure.Newest.Should().BeSameAs(_tokens, "the end gave nothing back");
        _coordinator.Dropped = new SessionRecord(4, [1, 2, 3]);
        await _sessions.EndAsync(_tokens.SessionId, until: null);
        departure.Newest.Should().BeSameAs(_tokens, "it does not open");
        _coordinator.Dropped = Remembered(_tokens, "rt-4");
        await _sessions.EndAsync(_tokens.SessionId, until: null);
        departure.Newest.RefreshToken.Should().Be("rt-4");
    }

    private static SessionTokens Generation(long generation, string refreshToken) =>
        new() { SessionId = "session", Generation = generation, RefreshToken = refreshToken };

    private SessionRecord Remembered(SessionTokens tokens, string refreshToken) =>
        _protector.Protect(tokens.Next(tokens.Primary, tokens.Additional, refreshToken, tokens.IdToken));

    private void Known(SessionRecord? newest) => _coordinator.Known = new SessionStatus { Newest = newest };
}
