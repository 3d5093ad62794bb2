using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>When a user's claims follow a refreshed ID token.</summary>
public sealed class PrincipalRulesTests : IDisposable
{
    private static readonly string Older = Given.Jwt("""{"iss":"https://t/","sub":"alice","name":"A"}""");
    private static readonly string Newer = Given.Jwt("""{"iss":"https://t/","sub":"alice","name":"B"}""");

    private readonly ClaimActionCollection _actions = new Auth0WebAppOptions().ClaimActions;
    private readonly RecordedLogs _logs = new();
    private readonly AuthenticationTicket _ticket = new(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", "A", ClaimValueTypes.String, "https://t/")], "Auth0", "name", "roles")),
        new AuthenticationProperties(new Dictionary<string, string?> { [TicketItems.IdToken] = Older }),
        "Cookies");

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void A_newer_id_token_brings_its_claims()
    {
        Rules(_actions).Of(_ticket, Tokens(Newer)).Identity!.Name.Should().Be("B");
        _logs.Lines.Should().BeEmpty();
    }

    [Fact]
    public void The_same_id_token_and_an_application_that_wants_no_renewal_leave_the_principal_as_it_is()
    {
        Rules(_actions).Of(_ticket, Tokens(Older)).Should().BeSameAs(_ticket.Principal);
        Rules(null).Of(_ticket, Tokens(Newer)).Should().BeSameAs(_ticket.Principal);
        Rules(null).Of(_ticket, Tokens(Older)).Should().BeSameAs(_ticket.Principal);
    }

    [Theory]
    [InlineData("Tenant", "'Tenant'")]
    [InlineData(null, "''")]
    public void An_action_that_throws_leaves_the_principal_as_it_is_and_is_logged_without_its_text(string? scheme, string logged)
    {
        _actions.MapCustomJson("x", _ => throw new InvalidTimeZoneException("a secret"));
        Rules(_actions).Of(_ticket, Tokens(Newer, scheme)).Should().BeSameAs(_ticket.Principal);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain(logged).And.Contain("[801]")
            .And.Contain(nameof(InvalidTimeZoneException)).And.NotContain("a secret");
    }

    [Fact]
    public void A_ticket_has_another_id_token_when_the_text_differs_or_one_of_them_is_missing()
    {
        StoredPrincipal.HasNewIdToken(_ticket, Tokens(Newer)).Should().BeTrue();
        StoredPrincipal.Former(_ticket).Should().Be(Older);
        StoredPrincipal.HasNewIdToken(_ticket, Tokens(Older)).Should().BeFalse();
        StoredPrincipal.HasNewIdToken(_ticket, Tokens(null)).Should().BeTrue();
        _ticket.Properties.Items.Clear();
        StoredPrincipal.HasNewIdToken(_ticket, Tokens(null)).Should().BeFalse();
        StoredPrincipal.Former(_ticket).Should().BeNull();
    }

    private PrincipalRules Rules(ClaimActionCollection? actions) => new(actions, _logs.CreateLogger("Auth0.Test"));

    private static SessionTokens Tokens(string? idToken, string? scheme = "Auth0") =>
        new() { SessionId = "s", Generation = 1, Scheme = scheme, IdToken = idToken };
}
