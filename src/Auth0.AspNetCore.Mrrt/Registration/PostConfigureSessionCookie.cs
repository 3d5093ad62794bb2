using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Names the session cookies that the application left without a name, and refuses settings under which browsers
/// would drop them.</summary>
internal sealed class PostConfigureSessionCookie(
    IEnumerable<Auth0Scheme> schemes, IOptionsMonitor<Auth0WebAppOptions> options)
    : IPostConfigureOptions<CookieAuthenticationOptions>, IValidateOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions cookie)
    {
        if (string.IsNullOrEmpty(cookie.Cookie.Name) && IsOurs(name) && HostCookie.IsPossible(cookie.Cookie))
        {
            cookie.Cookie.Name = $"{HostCookie.Prefix}Auth0.{Uri.EscapeDataString(name!)}";
            cookie.Cookie.Path = "/";
        }
    }

    public ValidateOptionsResult Validate(string? name, CookieAuthenticationOptions cookie) =>
        IsOurs(name) && HostCookie.Problem(cookie.Cookie) is { } problem
            ? ValidateOptionsResult.Fail($"Cookie scheme '{name}': its cookie {problem}")
            : ValidateOptionsResult.Skip;

    private bool IsOurs(string? name) =>
        schemes.Any(scheme => options.Get(scheme.Name).CookieAuthenticationScheme == name);
}
