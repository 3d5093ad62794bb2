using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Which login a call without a scheme means, for each way in which a request can be authenticated. The cookie scheme of
/// login "x" is "x-cookie".</summary>
public sealed class RequestSchemeTests
{
    private readonly DefaultHttpContext _http = new();

    [Theory]
    [InlineData("only", "only")]
    [InlineData("a Auth0", "Auth0")]
    public void A_request_that_nothing_has_authenticated_means_the_only_or_the_usual_login(string logins, string meant) =>
        Of(logins).Should().Be(meant);

    [Fact]
    public void Of_several_unusual_logins_none_is_guessed() =>
        FluentActions.Invoking(() => Of("a b")).Should().Throw<InvalidOperationException>()
            .WithMessage("The call names no scheme, and the request does not tell which of the schemes 'a', 'b' is meant: name one.");

    [Fact]
    public void A_request_that_has_opened_one_session_means_its_login()
    {
        Open("b");
        Of("a b").Should().Be("b");
    }

    [Fact]
    public void With_two_open_sessions_none_is_guessed()
    {
        Open("a");
        Open("b");
        FluentActions.Invoking(() => Of("a b Auth0")).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_session_that_another_login_has_filled_is_not_this_login_s()
    {
        Open("a", by: "b");
        Of("a Auth0").Should().Be("Auth0");
    }

    [Fact]
    public void A_closed_session_is_not_open()
    {
        Open("a").Close();
        Of("a Auth0").Should().Be("Auth0");
    }

    [Theory]
    [InlineData("b", "b")] // the login that the ticket names
    [InlineData("foreign", "a")] // no login of the application: the cookie decides
    [InlineData(null, "a")]
    [InlineData("-", "a")] // no name in the ticket
    public void The_ticket_of_a_cookie_that_two_logins_share_names_its_login(string? recorded, string meant)
    {
        Authenticated("a-cookie;b-cookie", recorded);
        Of("a b").Should().Be(meant);
    }

    /// <summary>The ticket's cookie is not that of the login which it names.</summary>
    [Fact]
    public void A_login_s_name_in_the_ticket_of_another_cookie_does_not_count()
    {
        Authenticated("a-cookie", "b");
        Of("a b").Should().Be("a");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a-cookie")]
    [InlineData("other;a-cookie")]
    public void A_ticket_s_scheme_is_that_of_the_login_or_of_its_cookie(string scheme)
    {
        Authenticated(scheme);
        Of("a b").Should().Be("a");
    }

    [Fact]
    public void Of_the_logins_that_a_policy_names_the_one_with_an_open_session_is_meant()
    {
        Open("b");
        Open("c");
        Authenticated("a-cookie;b-cookie");
        Of("a b c").Should().Be("b");
    }

    [Theory]
    [InlineData("only", "The call names no scheme, and scheme 'Bearer' authenticated the request. The sessions of 'only' are in the "
        + "cookie of scheme 'only-cookie': name the scheme 'only' to use such a session.")]
    [InlineData("a b", "*'a', 'b'*name one.")]
    public void A_foreign_scheme_means_no_login(string logins, string message)
    {
        Authenticated("Bearer");
        FluentActions.Invoking(() => Of(logins)).Should().Throw<InvalidOperationException>().WithMessage(message);
    }

    private string Of(string logins) => new RequestScheme(logins.Split(' '), new CookieOfEach()).Of(_http);

    private RequestSession Open(string login, string? by = null)
    {
        var session = new RequestSession(new SessionTokens { SessionId = login, Generation = 0, Scheme = by });
        RequestSessionFeature.Replace(_http, login + "-cookie", session);
        return session;
    }

    private void Authenticated(string schemes, string? recorded = "-")
    {
        var properties = new AuthenticationProperties();
        if (recorded != "-")
        {
            properties.Items[TicketItems.Scheme] = recorded;
        }

        var result = new Mock<IAuthenticateResultFeature>();
        result.SetupGet(it => it.AuthenticateResult).Returns(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("test")), properties, schemes)));
        _http.Features.Set(result.Object);
    }

    private sealed class CookieOfEach : ICookieSchemes
    {
        public string Of(string scheme) => scheme + "-cookie";
    }
}
