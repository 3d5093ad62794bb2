using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

public sealed class StoredTicketTests
{
    /// <summary>A format of the application's own need not stand what no browser sent.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("session=")]
    public async Task Without_a_cookie_no_format_is_asked_and_there_is_no_ticket(string cookies)
    {
        var options = new CookieAuthenticationOptions
        {
            Cookie = { Name = "session" },
            CookieManager = new SessionCookieManager(),
            // Throws, whatever it is asked.
            TicketDataFormat = SessionTicketFormat.Unbound,
        };
        var request = new DefaultHttpContext();
        request.Request.Headers.Cookie = cookies;
        (await StoredTicket.ReadAsync(request, options)).Should().BeNull();
        StoredTicket.StoreKey(request, options).Should().BeNull();
    }
}
