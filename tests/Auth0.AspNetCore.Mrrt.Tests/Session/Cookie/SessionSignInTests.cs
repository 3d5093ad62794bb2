using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>What a sign-in does with the session that its request belongs to.</summary>
public sealed class SessionSignInTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();

    public void Dispose() => _request.Dispose();

    [Fact]
    public async Task Where_there_is_no_session_and_no_store_one_begins() =>
        (await PrepareAsync(new AuthenticationProperties())).Should().Be(SignInDecision.Begin);

    /// <summary>Under the old key an older cookie would find the new session.</summary>
    [Theory]
    [InlineData(false, nameof(SignInDecision.Begin))]
    [InlineData(true, nameof(SignInDecision.BeginUnderNewKey))]
    public async Task A_session_that_is_replaced_gives_its_tokens_to_nobody(bool stored, string decision)
    {
        var view = _request.BringOpen(_tokens);
        var tickets = stored ? await _request.BringStoredAsync(Tickets.Of(_tokens)) : null;
        (await PrepareAsync(new AuthenticationProperties())).ToString().Should().Be(decision);
        view.Closed.Should().BeTrue();
        _request.Coordinator.HasEnded("session").Should().BeTrue();
        tickets?.Keys.Should().BeEmpty();
    }

    [Fact]
    public async Task The_sign_in_sets_the_life_of_the_session_and_not_the_cookie_that_the_request_brought()
    {
        var view = _request.BringOpen(_tokens);
        view.Prolong(endsAt: null);
        await PrepareAsync(Tickets.Of(_tokens).Properties);
        view.Current.Prolongs.Should().BeFalse();
    }

    [Fact]
    public async Task A_login_of_another_scheme_does_not_go_on_in_the_session_that_its_properties_came_from()
    {
        var properties = Tickets.Of(_tokens).Properties;
        properties.Items[TicketItems.Scheme] = "Another login";
        (await PrepareAsync(properties)).Should().Be(SignInDecision.Begin);
        properties.Items.Should().NotContainKey(TicketItems.SessionId);
    }

    /// <summary>The identity provider's end stays, and a cookie of this scheme lasts for 14 days.</summary>
    [Theory]
    [InlineData(13, true)]
    [InlineData(15, false)]
    public async Task A_sign_in_without_an_end_of_its_own_ends_with_the_session_before_it(int days, bool isEarlier)
    {
        var end = _request.Time.GetUtcNow().AddDays(days);
        var ticket = Tickets.Of(_tokens);
        SessionCeiling.Write(ticket.Properties, end.ToUnixTimeSeconds());
        _request.Bring(ticket);
        var properties = new AuthenticationProperties();
        await PrepareAsync(properties);
        SessionCeiling.End(properties).Should().Be(end - SessionCeiling.Margin);
        properties.ExpiresUtc.Should().Be(isEarlier ? end - SessionCeiling.Margin : null);
    }

    /// <summary>Of this handler's logins: a session that is replaced keeps none of its tokens.</summary>
    [Theory]
    [InlineData("rt", null, true)]
    [InlineData(null, "at", true)]
    [InlineData("rt", "at", true)]
    [InlineData(null, null, false)]
    public async Task A_sign_in_that_loses_the_tokens_of_the_session_is_told_in_the_log(
        string? refreshToken, string? accessToken, bool told)
    {
        _request.Bring(Tickets.Of(new SessionTokens
        {
            SessionId = "session",
            Generation = 3,
            RefreshToken = refreshToken,
            Primary = accessToken is null ? null : Given.Set(accessToken, Given.Orders, "a", "a"),
        }));
        await PrepareAsync(new AuthenticationProperties());
        _request.Logs.Lines.Count(line => line.Contains("[203]", StringComparison.Ordinal)).Should().Be(told ? 1 : 0);
    }

    [Fact]
    public async Task A_session_that_has_ended_in_another_request_is_not_continued()
    {
        _request.Bring(Tickets.Of(_tokens));
        await _request.EndAsync("session");
        (await PrepareAsync(Tickets.Of(_tokens).Properties)).Should().Be(SignInDecision.Refuse);
    }

    [Fact]
    public async Task A_request_that_has_not_been_authenticated_continues_its_session()
    {
        _request.Bring(Tickets.Of(_tokens));
        (await PrepareAsync(Tickets.Of(_tokens).Properties)).Should().Be(SignInDecision.Continue);
    }

    /// <summary>The coordinator may have forgotten the generation by now.</summary>
    [Fact]
    public async Task A_continued_session_has_the_tokens_that_its_request_has_obtained()
    {
        _request.BringOpen(_tokens).Adopt(CookieRequest.Newer(_tokens, "rt-4"));
        var properties = Tickets.Of(_tokens).Properties;
        (await PrepareAsync(properties)).Should().Be(SignInDecision.Continue);
        properties.GetTokenValue("refresh_token").Should().Be("rt-4");
    }

    /// <summary>The application has kept the properties of an earlier request (G4).</summary>
    [Fact]
    public async Task An_older_copy_of_the_sessions_properties_brings_back_no_used_refresh_token()
    {
        _request.BringOpen(CookieRequest.Newer(_tokens, "rt-4"));
        var properties = Tickets.Of(_tokens).Properties;
        (await PrepareAsync(properties)).Should().Be(SignInDecision.Continue);
        properties.GetTokenValue("refresh_token").Should().Be("rt-4");
    }

    [Fact]
    public async Task A_refresh_token_of_the_applications_own_stays_in_the_session()
    {
        _request.BringOpen(CookieRequest.Newer(_tokens, "rt-4"));
        var properties = Tickets.Of(_tokens).Properties;
        properties.UpdateTokenValue("refresh_token", "own");
        (await PrepareAsync(properties)).Should().Be(SignInDecision.Continue);
        properties.GetTokenValue("refresh_token").Should().Be("own");
    }

    /// <summary>The name is made of the tokens until a sign-in writes it down. Other requests know it by then.</summary>
    [Fact]
    public async Task A_session_that_this_library_has_not_named_keeps_the_name_that_its_tokens_gave_it()
    {
        var properties = WithTokens("rt");
        var name = TicketTokens.Read(properties.Items).SessionId;
        _request.Bring(new AuthenticationTicket(Tickets.Principal(), properties, "Cookies"));
        var signIn = WithTokens("rt");
        (await PrepareAsync(signIn)).Should().Be(SignInDecision.Continue);
        signIn.Items[TicketItems.SessionId].Should().Be(name);
    }

    /// <summary>The coordinator may have forgotten the generation by now (G16).</summary>
    [Fact]
    public async Task A_new_session_with_the_tokens_of_the_request_gets_those_and_not_its_cookies()
    {
        _request.BringOpen(_tokens).Adopt(CookieRequest.Newer(_tokens, "rt-4"));
        var properties = WithTokens("rt-4");
        (await PrepareAsync(properties)).Should().Be(SignInDecision.Begin);
        properties.GetTokenValue("refresh_token").Should().Be("rt-4");
    }

    /// <summary>G16: of a copy that nobody has changed the refresh token may have been used.</summary>
    [Theory]
    [InlineData(null, "rt-4")]
    [InlineData("own", "own")]
    public async Task After_a_sign_out_an_older_copy_gets_the_newest_refresh_token_unless_it_has_its_own(
        string? changed, string expected)
    {
        _request.BringOpen(CookieRequest.Newer(_tokens, "rt-4"));
        (await new SessionSignOut(_request.Cookie, _request.Parts).EndAsync()).Should().BeNull();
        var properties = Tickets.Of(_tokens).Properties;
        if (changed is not null)
        {
            properties.UpdateTokenValue("refresh_token", changed);
        }

        (await PrepareAsync(properties)).Should().Be(SignInDecision.Begin);
        properties.GetTokenValue("refresh_token").Should().Be(expected);
        properties.Items[TicketItems.SessionId].Should().NotBe("session");
    }

    private static AuthenticationProperties WithTokens(string refreshToken)
    {
        var properties = new AuthenticationProperties { IssuedUtc = Given.Now, ExpiresUtc = Given.Now.AddDays(14) };
        properties.StoreTokens([new AuthenticationToken { Name = "refresh_token", Value = refreshToken }]);
        return properties;
    }

    private Task<SignInDecision> PrepareAsync(AuthenticationProperties properties) =>
        new SessionSignIn(_request.Cookie, _request.Parts, _request.Logger).PrepareAsync(properties);
}
