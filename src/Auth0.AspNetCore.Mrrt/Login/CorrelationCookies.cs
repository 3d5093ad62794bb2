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
/// Ties a login to the browser it began in, and lets it end once (RFC 6749, section 10.12). Each login has its own cookie:
/// two tabs can sign in at once. The number of cookies of unfinished logins is limited, and their lifetime too.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="options">The login's options.</param>
/// <param name="now">The time.</param>
/// <param name="callback">The path of the sign-out's return. Empty for a login.</param>
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
            return; // a script that asks repeatedly must not end the login of another tab
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
        // The value is compared too: a neighbour of this host may have set a cookie of this name. The lookup ignores letter
        // case, and a browser protects the exact name only.
        var name = Prefix + id;
        if (!http.Request.Cookies.Any(cookie => cookie.Key == name && cookie.Value == beganAt))
        {
            return isLate
                ? TooLate(began)
                : "this browser has no cookie of that login: the login began in another browser, was answered already, or "
                    + $"{MostLeftBehind} newer logins began since";
        }

        // Set late: an error page removes the headers that were set before.
        http.Response.OnStarting(() =>
        {
            Delete(name);
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
