using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>
/// Registers the login schemes and their cookie schemes when the application has said all it has to say: a cookie
/// scheme that it registered itself keeps its settings and gets our handler, and its default schemes stay. It does not need
/// the framework's options of a login: where AddOpenIdConnect was called as well, those need these.
/// </summary>
internal sealed class PostConfigureSchemes(IEnumerable<Auth0Scheme> schemes, CookieSchemes cookieSchemes)
    : IPostConfigureOptions<AuthenticationOptions>
{
    public void PostConfigure(string? name, AuthenticationOptions authentication)
    {
        foreach (var (scheme, signsIn) in schemes.Distinct())
        {
            var cookieScheme = cookieSchemes.Of(scheme);
            if (!signsIn)
            {
                RequireOthers(authentication, scheme, cookieScheme);
            }
            else if (!authentication.SchemeMap.TryGetValue(scheme, out var login))
            {
                authentication.AddScheme<Auth0LoginHandler>(scheme, displayName: null);
            }
            else if (login.HandlerType != typeof(Auth0LoginHandler))
            {
                throw new InvalidOperationException(
                    $"AddAuth0WebApp was called for scheme '{scheme}', whose handler is {login.HandlerType?.Name}: its logins would "
                    + "not be checked by this library. Give one of them another scheme, or call AddAuth0AccessTokens instead.");
            }

            if (!authentication.SchemeMap.TryGetValue(cookieScheme, out var cookie))
            {
                authentication.AddScheme<SessionCookieHandler>(cookieScheme, displayName: null);
            }
            else if (cookie.HandlerType == typeof(CookieAuthenticationHandler))
            {
                cookie.HandlerType = typeof(SessionCookieHandler);
            }
            else if (cookie.HandlerType != typeof(SessionCookieHandler))
            {
                throw new InvalidOperationException(
                    $"The scheme '{cookieScheme}', which Auth0 scheme '{scheme}' names as its "
                    + $"{nameof(Auth0WebAppOptions.CookieAuthenticationScheme)}, is no cookie scheme of AddCookie: name one.");
            }

            if (signsIn && authentication.DefaultScheme is null)
            {
                authentication.DefaultScheme = cookieScheme;
                authentication.DefaultChallengeScheme ??= scheme;
            }
        }
    }

    /// <summary>What another handler signs in with is the application's to register.</summary>
    private static void RequireOthers(AuthenticationOptions authentication, string scheme, string cookieScheme)
    {
        if (!authentication.SchemeMap.TryGetValue(scheme, out var login))
        {
            throw new InvalidOperationException(
                $"AddAuth0AccessTokens was called for scheme '{scheme}', which no login handler is registered for: register one, or "
                + "call AddAuth0WebApp instead.");
        }

        if (!typeof(IAuthenticationRequestHandler).IsAssignableFrom(login.HandlerType))
        {
            throw new InvalidOperationException(
                $"AddAuth0AccessTokens was called for scheme '{scheme}', whose handler answers no login: name the scheme that users "
                + "are challenged with.");
        }

        if (!authentication.SchemeMap.ContainsKey(cookieScheme))
        {
            throw new InvalidOperationException(
                $"AddAuth0AccessTokens was called for scheme '{scheme}' with "
                + $"{nameof(Auth0AccessTokensClientOptions.CookieAuthenticationScheme)} '{cookieScheme}', which is not registered: name the "
                + "cookie scheme that it signs in with.");
        }
    }
}
