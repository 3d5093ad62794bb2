using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Sessions;

/// <summary>Starts, finds and ends sessions by the tenant's cookie.</summary>
internal sealed class TenantSessions(
    Auth0TenantOptions options, TenantAddress address, TimeProvider clock, TenantCounters counters, IssuedSecrets secrets)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, TenantSession> _byCookie = new(StringComparer.Ordinal);

    public TenantSession? Find(HttpRequest request)
    {
        lock (_sync)
        {
            if (!Cookie(request, out var cookie) || !_byCookie.TryGetValue(cookie, out var session))
            {
                return null;
            }

            var now = clock.GetUtcNow();
            if (session.User is { Blocked: false, Deleted: false }
                && now < session.StartedAt + options.SessionLifetime
                && now < session.UsedAt + options.SessionIdleLifetime)
            {
                session.UsedAt = now;
                return session;
            }

            _byCookie.Remove(cookie);
            return null;
        }
    }

    public TenantSession SignIn(HttpContext http, TenantUser user)
    {
        counters.Add(TenantCounters.Count.Logins);
        var now = clock.GetUtcNow();
        if (Find(http.Request) is { } session && session.User == user)
        {
            session.AuthenticatedAt = now;
            return session;
        }

        session = new TenantSession(RandomValue.Create(24), user, now);
        var cookie = secrets.Keep(RandomValue.Create());
        lock (_sync)
        {
            if (Cookie(http.Request, out var old))
            {
                _byCookie.Remove(old);
            }

            _byCookie[cookie] = session;
        }

        http.Response.Cookies.Append(address.CookieName, cookie, Attributes());
        return session;
    }

    /// <summary>Ends the session for the whole tenant. Refresh tokens survive it, as at Auth0.</summary>
    public void SignOut(HttpContext http)
    {
        lock (_sync)
        {
            if (Cookie(http.Request, out var cookie))
            {
                _byCookie.Remove(cookie);
            }
        }

        counters.Add(TenantCounters.Count.Logouts);
        http.Response.Cookies.Delete(address.CookieName, Attributes());
    }

    private bool Cookie(HttpRequest request, out string value) =>
        request.Cookies.TryGetValue(address.CookieName, out value!);

    // Over https the cookie also travels with requests from other sites, as Auth0's does. Over http browsers refuse
    // such a cookie; Lax still covers the top-level navigation that a sign-in is.
    private CookieOptions Attributes() => new()
    {
        HttpOnly = true,
        Path = "/",
        Secure = address.IsHttps,
        SameSite = address.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
    };
}
