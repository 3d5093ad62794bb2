using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Safe settings for the session cookies, before the application's own are applied.</summary>
internal sealed class ConfigureSessionCookie(
    IEnumerable<Auth0Scheme> schemes, IOptionsMonitor<Auth0WebAppOptions> options, TimeProvider time)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(string? name, CookieAuthenticationOptions cookie)
    {
        if (schemes.Any(scheme => options.Get(scheme.Name).CookieAuthenticationScheme == name))
        {
            cookie.TimeProvider = time;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            cookie.CookieManager = new SessionCookieManager();
            cookie.TicketDataFormat = SessionTicketFormat.Unbound;
            if (schemes.Select(scheme => options.Get(scheme.Name))
                    .FirstOrDefault(login => login.CookieAuthenticationScheme == name && login.AccessDeniedPath.HasValue)
                is { } login)
            {
                cookie.AccessDeniedPath = login.AccessDeniedPath;
            }
        }
    }

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);
}
