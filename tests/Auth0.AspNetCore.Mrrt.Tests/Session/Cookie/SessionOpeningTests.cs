using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Which session a request has, and what the application sees of it.</summary>
public sealed class SessionOpeningTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly ScriptedSessions _sessions = new();
    private readonly SessionTokens _tokens = Given.Holding();

    private DateTimeOffset Now => _request.Time.GetUtcNow();

    public void Dispose() => _request.Dispose();

    /// <summary>To the second, and a margin earlier than the identity provider says.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_session_is_open_until_its_identity_provider_ends_it(int seconds, bool open)
    {
        var properties = Tickets.Of(_tokens).Properties;
        SessionCeiling.Write(properties, (Now + SessionCeiling.Margin).AddSeconds(seconds).ToUnixTimeSeconds());
        (Open(properties) is not null).Should().Be(open);
    }

    /// <summary>Another request has signed in within the session, and has set its end.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_session_that_a_newer_sign_in_has_cut_short_is_open_until_then(int seconds, bool open)
    {
        var newer = new AuthenticationProperties { IssuedUtc = Now.AddDays(-1), ExpiresUtc = Now.AddSeconds(seconds) };
        var ticket = SignInTicket.Write(Tickets.Principal(), newer, "Cookies");
        _sessions.Known = new SessionStatus
        {
            Newest = _request.Protector.Protect(CookieRequest.Newer(_tokens, "rt-4").With(new SignInMark(4, 1, ticket))),
        };
        var session = Open(Tickets.Of(_tokens).Properties);
        (session is not null).Should().Be(open);
        session?.Current.TakenOver!.Properties.ExpiresUtc.Should().Be(newer.ExpiresUtc);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_session_that_has_ended_is_not_opened(bool ended, bool open)
    {
        _sessions.Known = new SessionStatus { Ended = ended };
        (Open(Tickets.Of(_tokens).Properties) is not null).Should().Be(open);
    }

    /// <summary>Its view stays the request's, also when the ticket changes under it.</summary>
    [Fact]
    public void A_session_that_a_request_brought_is_its_own_whatever_its_ticket_is_called()
    {
        var session = Open(Tickets.Of(_tokens).Properties)!;
        session.IsOfRequest.Should().BeTrue();
        SessionOpening.IsOpenFor(session, new AuthenticationProperties()).Should().BeTrue();
        session.Close();
        SessionOpening.IsOpenFor(session, Tickets.Of(_tokens).Properties).Should().BeFalse();
    }

    [Fact]
    public void What_the_framework_does_not_take_for_a_session_is_left_as_it_is()
    {
        var failed = AuthenticateResult.Fail("no");
        Connect(failed, new RequestSession(_tokens)).Should().BeSameAs(failed);
        Connect(failed, session: null).Should().BeSameAs(failed);
        var succeeded = AuthenticateResult.Success(Tickets.Of(_tokens));
        Connect(succeeded, session: null).Should().BeSameAs(succeeded);
        var closed = new RequestSession(_tokens);
        closed.Close();
        Connect(succeeded, closed).Should().BeSameAs(succeeded);
        closed.Items.Should().BeNull();
    }

    /// <summary>A store of the application's may give the same ticket to other requests.</summary>
    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public void The_application_gets_the_ticket_itself_only_where_no_other_request_has_it(bool stored, bool ours, bool same)
    {
        _request.Options.SessionStore = stored ? new RecordedTickets() : null;
        var properties = Tickets.Of(_tokens).Properties;
        properties = ours ? new AuthenticationProperties(new SessionItems(properties.Items), properties.Parameters) : properties;
        var result = AuthenticateResult.Success(new AuthenticationTicket(Tickets.Principal(), properties, "Cookies"));
        var session = new RequestSession(_tokens);

        var connected = Connect(result, session);

        ReferenceEquals(connected, result).Should().Be(same);
        ReferenceEquals(session.Items, properties.Items).Should().Be(same);
        session.Adopt(CookieRequest.Newer(_tokens, "rt-4"));
        connected.Properties!.GetTokenValue("refresh_token").Should().Be("rt-4");
        properties.GetTokenValue("refresh_token").Should().Be(same ? "rt-4" : "rt-3");
    }

    private RequestSession? Open(AuthenticationProperties properties) => SessionOpening.Open(
        properties, _request.PartsWith(_sessions).Live, _request.Options, "Cookies", findTokenStore: null, Now);

    private AuthenticateResult Connect(AuthenticateResult result, RequestSession? session) =>
        SessionOpening.Connect(result, session, _request.Options, "Cookies");
}
