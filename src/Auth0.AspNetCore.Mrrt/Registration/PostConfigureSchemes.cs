using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Session;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>
/// Registers the login schemes and their cookie schemes when the application has said all it has to say: a cookie
/// scheme that it registered itself keeps its settings and gets our handler, and its default schemes stay.
/// </summary>
internal sealed class PostConfigureSchemes(
    IEnumerable<Auth0Scheme> schemes, IOptionsMonitor<Auth0WebAppOptions> options)
    : IPostConfigureOptions<AuthenticationOptions>
{
    public void PostConfigure(string? name, AuthenticationOptions authentication)
    {
        RefuseSharedCallbacks();
        foreach (var scheme in schemes.Select(scheme => scheme.Name).Distinct(StringComparer.Ordinal))
        {
            var cookieScheme = options.Get(scheme).CookieAuthenticationScheme;
            if (!authentication.SchemeMap.ContainsKey(scheme))
            {
                authentication.AddScheme<Auth0LoginHandler>(scheme, displayName: null);
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

            if (authentication.DefaultScheme is null)
            {
                authentication.DefaultScheme = cookieScheme;
                authentication.DefaultChallengeScheme ??= scheme;
            }
        }
    }

    private void RefuseSharedCallbacks()
    {
        var callbacks =
            from scheme in schemes.Select(scheme => scheme.Name).Distinct(StringComparer.Ordinal)
            let login = options.Get(scheme)
            from path in (PathString[])[login.CallbackPath, login.SignedOutCallbackPath]
            where path.HasValue
            group scheme by path;
        if (callbacks.FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new InvalidOperationException(
                $"The Auth0 schemes '{string.Join("', '", shared.Distinct())}' use the path '{shared.Key}' for more than one "
                + $"{nameof(Auth0WebAppOptions.CallbackPath)} or {nameof(Auth0WebAppOptions.SignedOutCallbackPath)}: give each "
                + "its own, or only the first is reached.");
        }
    }
}
