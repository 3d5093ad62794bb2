using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Which of a request's cookies opens a session: by the scheme's own clock.</summary>
public sealed class OpenableCookieTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    [InlineData(null, true)]
    public void A_ticket_opens_until_it_has_expired(int? seconds, bool opens) =>
        Opens(_time.GetUtcNow().AddSeconds(seconds ?? 0), seconds is not null).Should().Be(opens);

    private bool Opens(DateTimeOffset expires, bool hasExpiry)
    {
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(),
            new AuthenticationProperties { ExpiresUtc = hasExpiry ? expires : null },
            "Cookies");
        var format = new Mock<ISecureDataFormat<AuthenticationTicket>>();
        format.Setup(it => it.Unprotect("value")).Returns(ticket);
        var options = new CookieAuthenticationOptions { TimeProvider = _time, TicketDataFormat = format.Object };
        return new OpenableCookie(options).Opens(new DefaultHttpContext(), "value");
    }
}
