using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Safe settings for the session cookies, before the application's own are applied.</summary>
internal sealed class ConfigureSessionCookie(
    CookieSchemes schemes, IOptionsMonitor<Auth0WebAppOptions> logins, TimeProvider time)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(string? name, CookieAuthenticationOptions cookie)
    {
        if (schemes.SchemesOf(name).ToArray() is not [] and var own)
        {
            cookie.TimeProvider = time;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            cookie.CookieManager = new SessionCookieManager(
                new OpenableCookie(cookie).Opens, (manager, key) => SecondPart.IsReadInPlace(cookie, manager, key));
            cookie.TicketDataFormat = SessionTicketFormat.Unbound;
            if (own.Where(scheme => scheme.SignsIn).Select(scheme => logins.Get(scheme.Name))
                    .FirstOrDefault(login => login.AccessDeniedPath.HasValue) is { } login)
            {
                cookie.AccessDeniedPath = login.AccessDeniedPath;
            }
        }
    }

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);
}
