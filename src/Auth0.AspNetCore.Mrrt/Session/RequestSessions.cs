using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>The sessions that a request has been seen to belong to, one for each cookie scheme; kept among the
/// request's features.</summary>
internal sealed class RequestSessions
{
    private readonly Dictionary<string, RequestSession> _byCookieScheme = new(1, StringComparer.Ordinal);

    private SessionAsked? _lastAsked;

    /// <summary>Whose token was asked for last, which is most probably who is asked about next.</summary>
    public static SessionAsked? LastAsked(HttpContext httpContext) =>
        httpContext.Features.Get<RequestSessions>()?._lastAsked;

    public static void Remember(HttpContext httpContext, SessionAsked asked) =>
        httpContext.Features.Get<RequestSessions>()?._lastAsked = asked;

    /// <summary>Reads the request's session with the cookie scheme, once.</summary>
    public static async ValueTask<RequestSession?> FindAsync(HttpContext httpContext, string cookieScheme)
    {
        if (Known(httpContext, cookieScheme) is { } known)
        {
            return known;
        }

        // The handler and not the service: the service would run the application's claims transformation again.
        var handlers = httpContext.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(httpContext, cookieScheme).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"No cookie scheme '{cookieScheme}' is registered.");
        await handler.AuthenticateAsync().ConfigureAwait(false);
        return Known(httpContext, cookieScheme);
    }

    public static RequestSession? Known(HttpContext httpContext, string cookieScheme) =>
        httpContext.Features.Get<RequestSessions>() is { } sessions
        && sessions._byCookieScheme.TryGetValue(cookieScheme, out var session)
            ? session
            : null;

    /// <summary>Closes the view that the request had and opens another.</summary>
    public static void Replace(HttpContext httpContext, string cookieScheme, RequestSession session)
    {
        var sessions = httpContext.Features.Get<RequestSessions>();
        if (sessions is null)
        {
            sessions = new RequestSessions();
            httpContext.Features.Set(sessions);
        }

        if (sessions._byCookieScheme.TryGetValue(cookieScheme, out var previous))
        {
            previous.Close();
        }

        sessions._byCookieScheme[cookieScheme] = session;
    }
}
