using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Who asks for a token without a session is told where one would have to be.</summary>
public sealed class MissingSessionTests
{
    private const string Elsewhere = " Scheme 'Identity' authenticated the request: the tokens must be in its session. "
        + "docs/other-login-handlers.md shows how, for ASP.NET Core Identity.";

    [Theory]
    [InlineData(null, "")]
    [InlineData("Cookies", "")]
    [InlineData("Identity", Elsewhere)]
    public void Where_there_is_no_session_the_scheme_that_authenticated_the_request_is_named(string? authenticated, string more) =>
        Said(found: null, authenticated)
            .Should().Be($"cookie scheme 'Cookies' holds its sessions, and has none here.{more}");

    [Fact]
    public void A_session_that_ended_in_this_request_is_told_from_none()
    {
        var closed = new RequestSession(Given.Holding());
        closed.Close();
        Said(closed).Should().Be("the one of cookie scheme 'Cookies' was refused, or has ended in this request.");
    }

    [Theory]
    [InlineData("Auth0", "has tokens of another client or tenant than the scheme has now.")]
    [InlineData("Other", "began with scheme 'Other'.")]
    [InlineData(null, "does not tell which login it began with.")]
    public void A_session_that_is_not_the_login_s_says_whose_it_is(string? scheme, string text) =>
        Said(Of(scheme)).Should().Be($"the one of cookie scheme 'Cookies' {text}");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_scheme_that_authenticated_the_request_is_the_framework_s_word(bool succeeded)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IAuthenticateResultFeature>(new Authenticated(succeeded
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(), "Identity"))
            : AuthenticateResult.Fail("no")));
        new LoginSessions(new GivenCookieScheme("Cookies"), new GivenTenant(), sessions: null!).Missing(http, null, "Auth0")
            .ErrorDescription!.Contains(Elsewhere, StringComparison.Ordinal).Should().Be(succeeded);
    }

    /// <summary>A session that does not tell its login is that of a login handler of the application's, when its scheme was
    /// named.</summary>
    [Theory]
    [InlineData("Auth0", true, true)]
    [InlineData("Auth0", false, true)]
    [InlineData("Other", false, false)]
    [InlineData(null, false, true)]
    [InlineData(null, true, false)]
    public void A_session_that_tells_no_login_belongs_to_a_login_of_the_library_s_own(string? scheme, bool isNamed, bool owned)
    {
        var settings = new Auth0WebAppWithAccessTokenOptions { SchemeIsNamed = isNamed };
        (LoginSessions.Owned(Of(scheme), "Auth0", settings) is not null).Should().Be(owned);
        LoginSessions.Owned(session: null, "Auth0", settings).Should().BeNull();
    }

    private static RequestSession Of(string? scheme) =>
        new(new SessionTokens { SessionId = "session", Generation = 0, Scheme = scheme });

    private static string Said(RequestSession? found, string? authenticated = null)
    {
        var result = MissingSession.Result(found, "Auth0", "Cookies", authenticated);
        result.Reason.Should().Be(AccessTokenFailure.NotSignedIn);
        result.ErrorDescription.Should().StartWith("The request has no session of scheme 'Auth0': ");
        return result.ErrorDescription!["The request has no session of scheme 'Auth0': ".Length..];
    }

    private sealed class Authenticated(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = result;
    }
}
