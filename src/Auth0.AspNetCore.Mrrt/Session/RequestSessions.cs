using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>A session that a request has been seen to belong to: kept among the request's features, one behind the other
/// for the few applications with several cookie schemes.</summary>
internal sealed class RequestSessions(string cookieScheme, RequestSession session, RequestSessions? others)
{
    private RequestSession _session = session;

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
        Of(httpContext, cookieScheme)?._session;

    /// <summary>Closes the view that the request had and opens another.</summary>
    public static void Replace(HttpContext httpContext, string cookieScheme, RequestSession session)
    {
        if (Of(httpContext, cookieScheme) is { } known)
        {
            known._session.Close();
            known._session = session;
        }
        else
        {
            httpContext.Features.Set(
                new RequestSessions(cookieScheme, session, httpContext.Features.Get<RequestSessions>()));
        }
    }

    private static RequestSessions? Of(HttpContext httpContext, string cookieScheme)
    {
        var sessions = httpContext.Features.Get<RequestSessions>();
        while (sessions is not null && !string.Equals(sessions.Scheme, cookieScheme, StringComparison.Ordinal))
        {
            sessions = sessions.Others;
        }

        return sessions;
    }

    private string Scheme => cookieScheme;

    private RequestSessions? Others => others;
}
