using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Request;

/// <summary>What a request's ticket tells of its session.</summary>
public sealed class RequestSessionTicketTests
{
    private readonly SessionTokens _tokens = Given.Holding();

    [Fact]
    public void The_life_of_the_cookies_is_the_ticket_s()
    {
        Open(null).CookieLife.Should().BeNull("nobody knows");
        Open(Lasting(days: 20)).CookieLife!.Length.Should().Be(TimeSpan.FromDays(20));
        Open(new AuthenticationProperties()).CookieLife!.Length.Should().Be(TimeSpan.FromDays(14));
    }

    /// <summary>G15.</summary>
    [Fact]
    public void After_a_newer_sign_in_the_life_of_the_cookies_is_its_ticket_s()
    {
        var session = Open(Lasting(days: 20));
        session.TakeOver(Ticket(Lasting(days: 30)), endsAt: null);
        session.CookieLife!.Length.Should().Be(TimeSpan.FromDays(30));
    }

    [Fact]
    public void A_response_that_prolongs_nothing_leaves_the_session_the_end_of_its_ticket()
    {
        var session = Open(new AuthenticationProperties { ExpiresUtc = Given.Now.AddDays(6) });
        session.Prolong(Given.Now.AddDays(14));
        session.KeepLife();
        session.Current.EndsAt.Should().Be(Given.Now.AddDays(6));

        session.TakeOver(Ticket(new AuthenticationProperties { ExpiresUtc = Given.Now.AddDays(5) }), Given.Now.AddDays(5));
        session.Prolong(Given.Now.AddDays(14));
        session.KeepLife();
        session.Current.EndsAt.Should().Be(Given.Now.AddDays(5));
    }

    [Fact]
    public void Tokens_belong_to_the_client_that_the_ticket_notes_and_to_any_when_nothing_tells()
    {
        var session = Open(Of("mine"));
        session.BelongsTo("mine").Should().BeTrue();
        session.BelongsTo("another's").Should().BeFalse();
        Open(new AuthenticationProperties()).BelongsTo("another's").Should().BeTrue();
        Open(null).BelongsTo("another's").Should().BeTrue();
    }

    [Fact]
    public void After_a_newer_sign_in_tokens_belong_to_the_client_that_its_ticket_notes()
    {
        var session = Open(Of("mine"));
        session.TakeOver(Ticket(Of("newer")), endsAt: null);
        session.BelongsTo("newer").Should().BeTrue();
        session.BelongsTo("mine").Should().BeFalse();
    }

    /// <summary>Its ticket has not come. The request's own is of the tokens before.</summary>
    [Fact]
    public void After_a_newer_sign_in_without_a_ticket_its_id_token_tells_the_client()
    {
        var issued = Given.Jwt("""{"iss":"https://tenant.example.com/","aud":"another"}""");
        var session = Open(Of("mine"));
        session.Adopt(_tokens.Next(null, [], "rt-4", issued).With(new SignInMark(4, 1, default)));
        session.BelongsTo("mine").Should().BeFalse();
        session.BelongsTo(SessionClient.Of(null, session.Tokens)!).Should().BeTrue();
    }

    [Fact]
    public void Items_that_come_after_an_exchange_show_its_tokens()
    {
        var session = Open(null);
        session.Adopt(_tokens.Next(null, [], "rt-4", "it-4"));
        session.Items = Items("rt-3");
        new AuthenticationProperties(session.Items).GetTokenValue("refresh_token").Should().Be("rt-4");
        session.Items = null;
        session.Items.Should().BeNull();
    }

    [Fact]
    public void Items_that_come_before_any_exchange_stay_as_they_are()
    {
        var session = Open(null);
        session.Items = Items("of another login handler");
        new AuthenticationProperties(session.Items).GetTokenValue("refresh_token").Should().Be("of another login handler");
    }

    [Fact]
    public void A_request_has_shown_what_it_brought_and_then_what_it_took_over()
    {
        var session = Open(null);
        session.Shown.Should().Equal(_tokens);
        var newer = _tokens.Next(null, [], "rt-4", "it-4");
        session.Adopt(newer);
        session.Adopt(newer);
        session.Shown.Should().Equal(_tokens, newer);
    }

    private static AuthenticationProperties Lasting(int days) =>
        new() { IssuedUtc = Given.Now, ExpiresUtc = Given.Now.AddDays(days) };

    private static AuthenticationProperties Of(string client) =>
        new(new Dictionary<string, string?> { [TicketItems.Client] = client });

    private static AuthenticationTicket Ticket(AuthenticationProperties properties) =>
        new(new ClaimsPrincipal(new ClaimsIdentity("test")), properties, "Cookies");

    private static SessionItems Items(string refreshToken) =>
        new(new Dictionary<string, string?> { [TicketItems.RefreshToken] = refreshToken, [TicketItems.TokenNames] = "refresh_token" });

    private RequestSession Open(AuthenticationProperties? properties) =>
        new(_tokens) { TicketProperties = properties, UsualLife = TimeSpan.FromDays(14) };
}
