using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>The cookie handler of one request. A container of services would take longer than the request.</summary>
internal sealed class SessionCookieHandlers(TimeProvider time, SessionParts parts) : IAuthenticationHandlerProvider
{
    private static readonly IOptions<AuthenticationOptions> Options = Given();

    private SessionCookieHandler? _handler;

    public static IAuthenticationSchemeProvider Schemes { get; } = new AuthenticationSchemeProvider(Options);

    public IAuthenticationService Authentication => new AuthenticationService(
        Schemes, this, new NoopClaimsTransformation(), Options);

    public async Task<IAuthenticationHandler?> GetHandlerAsync(HttpContext context, string authenticationScheme)
    {
        if (_handler is null)
        {
            _handler = new SessionCookieHandler(
                new TestMonitor<CookieAuthenticationOptions>(ExploredCookies.Options(time)),
                NullLoggerFactory.Instance,
                UrlEncoder.Default,
                parts);
            await _handler.InitializeAsync((await Schemes.GetSchemeAsync(authenticationScheme))!, context);
        }

        return _handler;
    }

    private static IOptions<AuthenticationOptions> Given()
    {
        var options = new AuthenticationOptions();
        options.AddScheme<SessionCookieHandler>(ExploredCookies.Scheme, displayName: null);
        return Microsoft.Extensions.Options.Options.Create(options);
    }
}
