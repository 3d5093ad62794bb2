using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>What a session cookie is written for. It decides what happens when the cookie is too large.</summary>
internal enum CookieWrite
{
    /// <summary>A sign-in of the application, or a renewal: it is written.</summary>
    Application,

    /// <summary>A login of this library: it is refused.</summary>
    Login,

    /// <summary>New tokens of a session: the response goes without them.</summary>
    Tokens,
}

/// <summary>Tells the cookie manager, which the framework calls, what it writes for.</summary>
internal static class CookieWrites
{
    private static readonly object Key = new();

    public static CookieWrite Of(HttpContext httpContext) =>
        httpContext.Items.TryGetValue(Key, out var write) ? (CookieWrite)write! : CookieWrite.Application;

    /// <summary>Runs a part of the request that writes for the given reason.</summary>
    public static async Task<T> RunAsync<T>(HttpContext httpContext, CookieWrite write, Func<Task<T>> part)
    {
        httpContext.Items.TryGetValue(Key, out var before);
        httpContext.Items[Key] = write;
        try
        {
            return await part().ConfigureAwait(false);
        }
        finally
        {
            httpContext.Items[Key] = before ?? CookieWrite.Application;
        }
    }
}
