using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>The cookies of a browser, and what is known of their age. Safe for parallel use.</summary>
/// <param name="time">The clock.</param>
/// <param name="cookies">What it begins with.</param>
/// <param name="session">The number of the user's session that the cookies are of.</param>
/// <param name="knows">The session cookie has every change that was answered before this moment.</param>
internal sealed class Browser(TimeProvider time, IEnumerable<BrowserCookie> cookies, int session, DateTimeOffset knows)
{
    private readonly Lock _sync = new();
    private DateTimeOffset _knows = knows;

    public CookieJar Jar { get; } = new(time, cookies, isFrozen: false);

    public int Session => session;

    public DateTimeOffset Knows
    {
        get
        {
            lock (_sync)
            {
                return _knows;
            }
        }
    }

    /// <summary>A browser with the same cookies, which changes no more with this one.</summary>
    public Browser Copy()
    {
        lock (_sync)
        {
            return new Browser(time, Jar.All(), session, _knows);
        }
    }

    /// <summary>The same cookies, which are of a new session from now on.</summary>
    public Browser ForSession(int number) => new(time, Jar.All(), number, Knows);

    /// <summary>Takes what a response wants of the cookies.</summary>
    /// <param name="page">The response.</param>
    /// <param name="knows">Its session cookie, if it has one, has every change that was answered before this moment.</param>
    public void Take(Page page, DateTimeOffset knows)
    {
        lock (_sync)
        {
            Jar.Store(page.Address, page.SetCookies);
            if (page.WritesSession)
            {
                _knows = knows;
            }
        }
    }
}
