using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>What a request takes over from the coordinator, and what the coordinator hears of it.</summary>
public sealed class LiveSessionsTests
{
    private readonly ScriptedSessions _coordinator = new();
    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());
    private readonly SessionTokens _tokens = Given.Holding();
    private readonly LiveSessions _sessions;

    public LiveSessionsTests() => _sessions = new LiveSessions(_coordinator, _protector, new DepartedSessions());

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
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().BeTrue();
        session.Tokens.RefreshToken.Should().Be("rt-4");
    }

    /// <summary>G8.</summary>
    [Fact]
    public async Task The_cookie_of_a_session_that_has_ended_on_another_server_is_not_handed_out()
    {
        _coordinator.Elsewhere = () => new SessionStatus { Ended = true, Newest = Remembered(_tokens, "rt-4") };
        var session = new RequestSession(_tokens);
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().BeFalse();
        session.Renewed.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task While_the_other_servers_are_out_of_reach_what_this_one_knows_has_to_do(Exception outage)
    {
        _coordinator.Elsewhere = () => throw outage;
        Known(Remembered(_tokens, "rt-4"));
        var session = new RequestSession(_tokens);
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().BeTrue();
        session.Tokens.RefreshToken.Should().Be("rt-4");

        _coordinator.Known = new SessionStatus { Ended = true };
        (await _sessions.BringUpToDateEverywhereAsync(session)).Should().BeFalse();
    }

    [Fact]
    public async Task Any_other_failure_of_a_coordinator_is_not_taken_for_an_outage()
    {
        _coordinator.Elsewhere = () => throw new InvalidOperationException();
        var look = async () => await _sessions.BringUpToDateEverywhereAsync(new RequestSession(_tokens));
        await look.Should().ThrowAsync<InvalidOperationException>();
    }

    private static SessionTokens Generation(long generation, string refreshToken) =>
        new() { SessionId = "session", Generation = generation, RefreshToken = refreshToken };

    private SessionRecord Remembered(SessionTokens tokens, string refreshToken) =>
        _protector.Protect(tokens.Next(tokens.Primary, tokens.Additional, refreshToken, tokens.IdToken));

    private void Known(SessionRecord? newest) => _coordinator.Known = new SessionStatus { Newest = newest };
}
