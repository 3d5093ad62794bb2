using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
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
    HttpContext http, OpenIdConnectOptions options, DateTimeOffset now, PathString callback = default)
{
    public const int MostLeftBehind = 5;

    private const int IdBytes = 16;

    private static readonly int IdLength = Base64Url.GetEncodedLength(IdBytes);

    private string Prefix => options.CorrelationCookie.Name!;

    /// <summary>Begins a login: what the callback needs goes into <paramref name="properties"/>.</summary>
    public void Begin(AuthenticationProperties properties)
    {
        var second = now.ToUnixTimeSeconds();
        var order = Known().Where(cookie => cookie.Began.Second == second).Select(cookie => cookie.Began.Order + 1)
            .DefaultIfEmpty().Max();
        properties.Items[LoginItems.Correlation] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        properties.Items[LoginItems.BeganAt] = string.Create(CultureInfo.InvariantCulture, $"{second}.{order}");
    }

    /// <summary>Gives the browser the cookie of a login that has begun, once the browser is sent on its way.</summary>
    public void Leave(AuthenticationProperties properties)
    {
        var oldest = Known().OrderByDescending(cookie => cookie.Began).Skip(MostLeftBehind - 1).ToArray();
        if (oldest is not [] && FetchMetadata.IsByScript(http.Request))
        {
            return; // a page that asks again and again ends no login of another tab
        }

        foreach (var (name, _) in oldest)
        {
            Delete(name);
        }

        http.Response.Cookies.Append(
            Prefix + properties.Items[LoginItems.Correlation], properties.Items[LoginItems.BeganAt]!, Cookie());
    }

    /// <summary>Ends a login, so that no other answer can end it again.</summary>
    /// <returns>Why the answer is not for a login of this browser; null when it is.</returns>
    public string? Take(AuthenticationProperties properties)
    {
        if (LoginItems.Read(properties.Items, LoginItems.Correlation) is not { } id
            || LoginItems.Read(properties.Items, LoginItems.BeganAt) is not { } beganAt
            || LoginItems.Began(properties) is not { } began)
        {
            return "its state belongs to no login";
        }

        var isLate = now - began > options.RemoteAuthenticationTimeout;
        // The cookie as it was set: somebody else set one with another value.
        if (http.Request.Cookies[Prefix + id] != beganAt)
        {
            return isLate
                ? TooLate(began)
                : "this browser has no cookie of that login: the login began in another browser, was answered already, or "
                    + $"{MostLeftBehind} newer logins began since";
        }

        // Not before: an error page drops the headers that were set until then.
        http.Response.OnStarting(() =>
        {
            Delete(Prefix + id);
            return Task.CompletedTask;
        });
        return isLate ? TooLate(began) : null;
    }

    /// <summary>Ends every login that this browser has begun.</summary>
    public void Clear()
    {
        foreach (var (name, _) in Known())
        {
            Delete(name);
        }
    }

    private string TooLate(DateTimeOffset began) =>
        $"the login began {WholeSeconds(now - began):c} ago, and {options.RemoteAuthenticationTimeout:c} is allowed";

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds((long)time.TotalSeconds);

    /// <summary>The cookies of this class, whatever prefix the application chose.</summary>
    private IEnumerable<(string Name, (long Second, int Order) Began)> Known()
    {
        foreach (var (name, value) in http.Request.Cookies)
        {
            if (name.Length == Prefix.Length + IdLength && name.StartsWith(Prefix, StringComparison.Ordinal)
                && value.Split('.') is [var second, var order]
                && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && int.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var orderNumber)
                && orderNumber < int.MaxValue)
            {
                yield return (name, (seconds, orderNumber));
            }
        }
    }

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
