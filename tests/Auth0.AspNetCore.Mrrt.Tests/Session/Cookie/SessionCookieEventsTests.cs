using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Keeping a token is no sign-in: what belongs to a sign-in alone stays with it.</summary>
public sealed class SessionCookieEventsTests
{
    private readonly List<string> _heard = [];
    private readonly SessionCookieEvents _events;
    private readonly AuthenticationScheme _scheme = new("Cookies", null, typeof(CookieAuthenticationHandler));
    private readonly CookieAuthenticationOptions _options = new();
    private readonly DefaultHttpContext _request = new();
    private AuthenticationToken[] _putIn = [];

    public SessionCookieEventsTests() => _events = new SessionCookieEvents(
        new CookieAuthenticationEvents
        {
            OnSigningIn = context =>
            {
                context.Properties.StoreTokens(_putIn);
                return Heard("signing in");
            },
            OnSignedIn = _ => Heard("signed in"),
            OnRedirectToReturnUrl = _ => Heard("return"),
            OnSigningOut = _ => Heard("signing out"),
            OnRedirectToLogin = _ => Heard("login"),
            OnRedirectToLogout = _ => Heard("logout"),
            OnRedirectToAccessDenied = _ => Heard("denied"),
        },
        handler: null!);

    [Fact]
    public async Task The_application_hears_of_each_step_of_a_sign_in()
    {
        await SignInAsync(new AuthenticationProperties());
        _heard.Should().Equal("signing in", "signed in", "return");
    }

    [Fact]
    public async Task The_application_hears_nothing_of_a_token_that_is_kept()
    {
        var properties = new AuthenticationProperties();
        SessionCookieEvents.MarkTokenWrite(properties);
        await SignInAsync(properties);
        _heard.Should().BeEmpty();
    }

    /// <summary>Otherwise the tokens would count as what another session has left in the items (SessionClient,
    /// PreviousSessionItems).</summary>
    [Fact]
    public async Task Tokens_that_the_application_puts_into_a_sign_in_are_noted_with_their_client()
    {
        var properties = new AuthenticationProperties();
        SessionIdentity.Name(properties.Items, "session");
        _putIn = [Token("refresh_token", "own"), Token("id_token", Tickets.Jwt("its-client"))];
        await SignInAsync(properties);
        PreviousSessionItems.IsUntouched(properties.Items).Should().BeTrue();
        properties.Items[TicketItems.Client].Should().Be(ClientMark.Of("https://tenant.example.com/", "its-client"));
    }

    [Fact]
    public async Task Every_other_event_is_the_applications()
    {
        var properties = new AuthenticationProperties();
        await _events.SigningOut(new CookieSigningOutContext(_request, _scheme, _options, properties, new CookieOptions()));
        await _events.RedirectToLogin(Redirect(properties));
        await _events.RedirectToLogout(Redirect(properties));
        await _events.RedirectToAccessDenied(Redirect(properties));
        _heard.Should().Equal("signing out", "login", "logout", "denied");
    }

    private async Task SignInAsync(AuthenticationProperties properties)
    {
        var user = new ClaimsPrincipal();
        await _events.SigningIn(new CookieSigningInContext(_request, _scheme, _options, user, properties, new CookieOptions()));
        await _events.SignedIn(new CookieSignedInContext(_request, _scheme, user, properties, _options));
        await _events.RedirectToReturnUrl(Redirect(properties));
    }

    private RedirectContext<CookieAuthenticationOptions> Redirect(AuthenticationProperties properties) =>
        new(_request, _scheme, _options, properties, "https://localhost/");

    private static AuthenticationToken Token(string name, string value) => new() { Name = name, Value = value };

    private Task Heard(string what)
    {
        _heard.Add(what);
        return Task.CompletedTask;
    }
}
