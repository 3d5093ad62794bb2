using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Names the session cookies that the application left without a name, and refuses settings under which browsers
/// would drop them.</summary>
internal sealed class PostConfigureSessionCookie(
    CookieSchemes schemes, IDataProtectionProvider dataProtection)
    : IPostConfigureOptions<CookieAuthenticationOptions>, IValidateOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions cookie)
    {
        if (string.IsNullOrEmpty(cookie.Cookie.Name) && MayName(name) && HostCookie.IsPossible(cookie.Cookie))
        {
            cookie.Cookie.Name = $"{HostCookie.Prefix}Auth0.{Uri.EscapeDataString(name!)}";
            cookie.Cookie.Path = "/";
        }

        if (ReferenceEquals(cookie.TicketDataFormat, SessionTicketFormat.Unbound))
        {
            // The framework's own protector: what it has written opens, and what is written here opens for it.
            var protector = (cookie.DataProtectionProvider ?? dataProtection).CreateProtector(
                "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", name!, "v2");
            cookie.TicketDataFormat = new SessionTicketFormat(
                protector,
                schemes.SchemesOf(name).Any(scheme => schemes.TicketFormatOf(scheme.Name) == TicketFormat.Framework)
                    ? TicketFormat.Framework
                    : TicketFormat.Compact);
        }
    }

    public ValidateOptionsResult Validate(string? name, CookieAuthenticationOptions cookie)
    {
        if (!IsOurs(name))
        {
            return ValidateOptionsResult.Skip;
        }

        // The tenant's page leads back here: a browser keeps such a cookie to itself on that way, and the login repeats.
        var problem = cookie.Cookie.SameSite == SameSiteMode.Strict
            ? "is SameSite=Strict, and browsers do not send it after the login at the tenant: use Lax."
            : HostCookie.Problem(cookie.Cookie);
        return problem is null
            ? ValidateOptionsResult.Skip
            : ValidateOptionsResult.Fail($"Cookie scheme '{name}': its cookie {problem}");
    }

    private bool IsOurs(string? name) => schemes.SchemesOf(name).Any();

    /// <summary>Not where users are signed in by another handler, with a cookie that has its name already.</summary>
    private bool MayName(string? name) => IsOurs(name) && schemes.SchemesOf(name).All(scheme => scheme.SignsIn);
}
