using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>A session that a request has been seen to belong to: kept among the request's features, one behind the other
/// for the few applications with several cookie schemes. The features are set when the session is first seen and not
/// again: calls for tokens may run at once, and a set of features is not made for that.</summary>
internal sealed class RequestSessionFeature(string cookieScheme, RequestSession session, RequestSessionFeature? others) : IRequestTokens
{
    private RequestSession _session = session;
    private volatile IRequestTokens? _tokens;

    /// <summary>What the last call for a token has found out: where the next one looks first.</summary>
    public static void Remember(HttpContext httpContext, IRequestTokens tokens) =>
        Last(httpContext)?._tokens = tokens;

    public AccessTokenResult? AtHand(HttpContext httpContext, AccessTokenRequest? request, string? scheme) =>
        _tokens?.AtHand(httpContext, request, scheme);

    /// <summary>Reads the request's session with the cookie scheme, once.</summary>
    public static ValueTask<RequestSession?> FindAsync(HttpContext httpContext, string cookieScheme) =>
        Known(httpContext, cookieScheme) is { } known
            ? new ValueTask<RequestSession?>(known)
            : ReadAsync(httpContext, cookieScheme);

    public static RequestSession? Known(HttpContext httpContext, string cookieScheme) =>
        Of(httpContext, cookieScheme)?.Session;

    /// <summary>The request's view of the session, whichever it is at the time.</summary>
    public RequestSession Session => _session;

    /// <summary>Closes the view that the request had and opens another.</summary>
    public static RequestSessionFeature Replace(HttpContext httpContext, string cookieScheme, RequestSession session)
    {
        var last = Last(httpContext);
        if (Of(last, cookieScheme) is { } known)
        {
            known._session.Close();
            known._session = session;
            return known;
        }

        var opened = new RequestSessionFeature(cookieScheme, session, last);
        httpContext.Features.Set<IRequestTokens>(opened);
        return opened;
    }

    /// <summary>Where the sessions of one cookie scheme are, once there is one.</summary>
    public static RequestSessionFeature? Of(HttpContext httpContext, string cookieScheme) =>
        Of(Last(httpContext), cookieScheme);

    private static async ValueTask<RequestSession?> ReadAsync(HttpContext httpContext, string cookieScheme)
    {
        // The handler and not the service: the service would run the application's claims transformation again.
        var handlers = httpContext.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(httpContext, cookieScheme).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"No cookie scheme '{cookieScheme}' is registered.");
        await handler.AuthenticateAsync().ConfigureAwait(false);
        return Known(httpContext, cookieScheme);
    }

    private static RequestSessionFeature? Last(HttpContext httpContext) =>
        httpContext.Features.Get<IRequestTokens>() as RequestSessionFeature;

    private static RequestSessionFeature? Of(RequestSessionFeature? sessions, string cookieScheme)
    {
        while (sessions is not null && !string.Equals(sessions.Scheme, cookieScheme, StringComparison.Ordinal))
        {
            sessions = sessions.Others;
        }

        return sessions;
    }

    private string Scheme => cookieScheme;

    private RequestSessionFeature? Others => others;
}
