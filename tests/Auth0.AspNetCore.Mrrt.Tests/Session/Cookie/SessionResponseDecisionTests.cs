using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Which responses carry the session: by what the request knows, and where the session is kept.</summary>
public sealed class SessionResponseDecisionTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly ScriptedSessions _sessions = new();
    private readonly SessionTokens _tokens = Given.Holding();

    public void Dispose() => _request.Dispose();

    /// <summary>The request brings generation 3. The servers remember a number, and the tokens no more (G4).</summary>
    [Theory]
    [InlineData("cookie", true, 4, nameof(ResponseDecision.Withhold))]
    [InlineData("cookie", true, 3, nameof(ResponseDecision.Forward))]
    [InlineData("cookie", true, 2, nameof(ResponseDecision.Forward))]
    [InlineData("cookie", false, 4, nameof(ResponseDecision.Forward))]
    [InlineData("store", true, 4, nameof(ResponseDecision.Forward))]
    [InlineData("application's store", true, 4, nameof(ResponseDecision.Withhold))]
    [InlineData("application's store", true, 3, nameof(ResponseDecision.Forward))]
    [InlineData("application's store", false, 4, nameof(ResponseDecision.Forward))]
    public async Task A_cookie_that_is_older_than_all_that_is_remembered_gets_no_longer_life(
        string kept, bool prolongs, int newest, string decision)
    {
        Keep(kept);
        _sessions.Known = new SessionStatus { NewestGeneration = newest };
        _sessions.Elsewhere = () => _sessions.Known;
        (await DecideAsync(Session(prolongs))).Should().Be(decision);
    }

    /// <summary>The request has obtained generation 4, and knows no newer one.</summary>
    [Theory]
    [InlineData("cookie", false, false, nameof(ResponseDecision.Write))]
    [InlineData("cookie", true, true, nameof(ResponseDecision.Write))]
    [InlineData("store", false, false, nameof(ResponseDecision.Forward))]
    [InlineData("store", true, true, nameof(ResponseDecision.Forward))]
    [InlineData("application's store", false, false, nameof(ResponseDecision.Write))]
    [InlineData("application's store", true, false, nameof(ResponseDecision.Forward))]
    [InlineData("application's store", true, true, nameof(ResponseDecision.Write))]
    public async Task New_tokens_go_with_the_response_unless_they_are_where_the_session_lives(
        string kept, bool persisted, bool prolongs, string decision)
    {
        Keep(kept);
        _sessions.Known = new SessionStatus { NewestGeneration = 4 };
        var session = Session(prolongs);
        session.Adopt(CookieRequest.Newer(_tokens, "rt-4"), persisted);
        (await DecideAsync(session)).Should().Be(decision);
    }

    /// <summary>The request has obtained generation 4. The servers have gone on, and remember a number only (G4).</summary>
    [Theory]
    [InlineData("cookie", true, nameof(ResponseDecision.Withhold))]
    [InlineData("cookie", false, nameof(ResponseDecision.Write))]
    [InlineData("application's store", true, nameof(ResponseDecision.Withhold))]
    public async Task New_tokens_that_are_outdated_already_get_no_longer_life(string kept, bool prolongs, string decision)
    {
        Keep(kept);
        _sessions.Known = new SessionStatus { NewestGeneration = 9 };
        _sessions.Elsewhere = () => _sessions.Known;
        var session = Session(prolongs);
        session.Adopt(CookieRequest.Newer(_tokens, "rt-4"), kept: false);
        (await DecideAsync(session)).Should().Be(decision);
    }

    /// <summary>K6: the session may have ended on a server that cannot be asked now. Its end is remembered as long as the cookies of
    /// that moment last, and no longer.</summary>
    [Theory]
    [InlineData("cookie", true, false, false, nameof(ResponseDecision.Withhold))]
    [InlineData("cookie", true, true, false, nameof(ResponseDecision.Write))]
    [InlineData("cookie", false, true, false, nameof(ResponseDecision.Write))]
    [InlineData("cookie", false, false, false, nameof(ResponseDecision.Forward))]
    [InlineData("store", true, false, false, nameof(ResponseDecision.Withhold))]
    [InlineData("store", true, true, true, nameof(ResponseDecision.Withhold))]
    [InlineData("application's store", true, false, false, nameof(ResponseDecision.Withhold))]
    [InlineData("application's store", true, true, true, nameof(ResponseDecision.Withhold))]
    [InlineData("application's store", true, true, false, nameof(ResponseDecision.Write))]
    public async Task While_the_other_servers_are_out_of_reach_new_tokens_are_written_and_no_cookie_gets_a_longer_life(
        string kept, bool prolongs, bool renewed, bool persisted, string decision)
    {
        Keep(kept);
        _sessions.Elsewhere = () => throw new SessionCoordinationException("out of reach");
        var session = Session(prolongs);
        if (renewed)
        {
            session.Adopt(CookieRequest.Newer(_tokens, "rt-4"), persisted);
        }

        (await DecideAsync(session)).Should().Be(decision);
        session.Current.Prolongs.Should().BeFalse();
    }

    private void Keep(string kept) => _request.Options.SessionStore = kept switch
    {
        "cookie" => null,
        "store" => _request.OurStore(_sessions),
        "application's store" => new RecordedTickets(),
        _ => throw new ArgumentOutOfRangeException(nameof(kept), kept, message: null),
    };

    private RequestSession Session(bool prolongs)
    {
        var session = new RequestSession(_tokens);
        if (prolongs)
        {
            session.Prolong(endsAt: null);
        }

        return session;
    }

    private async Task<string> DecideAsync(RequestSession session) =>
        (await SessionResponse.DecideAsync(session, _request.PartsWith(_sessions).Live, _request.Options)).ToString();
}
