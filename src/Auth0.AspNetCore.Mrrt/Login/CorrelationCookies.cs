using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>
/// Ties a login to the browser it began in and lets it end once (RFC 6749, section 10.12). A cookie per login, so that
/// two tabs can sign in at once; what abandoned logins leave behind is bounded here as well as in time.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="options">The login's options.</param>
/// <param name="now">The time.</param>
/// <param name="callback">Where the browser brings the cookie back to, if that is not the login's callback.</param>
internal sealed class CorrelationCookies(
    HttpContext http, Auth0WebAppOptions options, DateTimeOffset now, PathString callback = default)
{
    public const int MostLeftBehind = 5;

    private const int IdBytes = 16;

    private static readonly int IdLength = Base64Url.GetEncodedLength(IdBytes);

    private string Prefix => options.CorrelationCookie.Name!;

    /// <summary>Begins a login: what the callback needs goes into <paramref name="properties"/>.</summary>
    public void Begin(AuthenticationProperties properties)
    {
        properties.Items[LoginItems.Correlation] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        properties.Items[LoginItems.Began] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Gives the browser the cookie of a login that has begun, once it is sent on its way.</summary>
    public void Leave(AuthenticationProperties properties)
    {
        var oldest = Known().OrderByDescending(cookie => cookie.Began).Skip(MostLeftBehind - 1).ToArray();
        if (oldest is not [] && UnseenRequest.IsByScript(http.Request))
        {
            return; // a page that asks again and again ends no login of another tab's
        }

        foreach (var (name, _) in oldest)
        {
            Delete(name);
        }

        http.Response.Cookies.Append(
            Prefix + properties.Items[LoginItems.Correlation], properties.Items[LoginItems.Began]!, Cookie());
    }

    /// <summary>Ends a login: says whether it began in this browser, not too long ago, and lets no other answer end it
    /// again.</summary>
    public bool Take(AuthenticationProperties properties)
    {
        // The cookie as it was set: one with another value was set by somebody else.
        if (LoginItems.Read(properties.Items, LoginItems.Correlation) is not { } id
            || LoginItems.Read(properties.Items, LoginItems.Began) is not { } beganAt
            || http.Request.Cookies[Prefix + id] != beganAt)
        {
            return false;
        }

        // Not before: an error page drops the headers that were set until then.
        http.Response.OnStarting(() =>
        {
            Delete(Prefix + id);
            return Task.CompletedTask;
        });
        return long.TryParse(beganAt, CultureInfo.InvariantCulture, out var began)
            && now.ToUnixTimeSeconds() - began <= options.RemoteAuthenticationTimeout.TotalSeconds;
    }

    /// <summary>Ends every login that this browser has begun.</summary>
    public void Clear()
    {
        foreach (var (name, _) in Known())
        {
            Delete(name);
        }
    }

    /// <summary>Cookies of ours only, whatever prefix the application chose.</summary>
    private IEnumerable<(string Name, long Began)> Known() =>
        from cookie in http.Request.Cookies
        where cookie.Key.Length == Prefix.Length + IdLength && cookie.Key.StartsWith(Prefix, StringComparison.Ordinal)
        let began = long.TryParse(cookie.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1
        where began >= 0
        select (cookie.Key, began);

    private CookieOptions Cookie()
    {
        var cookie = options.CorrelationCookie.Build(http, now);
        if (callback.HasValue && options.CorrelationCookie.Path is null)
        {
            cookie.Path = SignedOutReturn.PathBase(http) + callback;
        }

        return cookie;
    }

    private void Delete(string name) =>
        http.Response.Cookies.Delete(name, Cookie());
}
