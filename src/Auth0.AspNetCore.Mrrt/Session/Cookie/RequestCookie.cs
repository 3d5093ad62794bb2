using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>The session cookie of one scheme in one request: what a sign-in and a sign-out start from.</summary>
/// <param name="httpContext">The request.</param>
/// <param name="scheme">The cookie scheme.</param>
/// <param name="options">The scheme's options.</param>
/// <param name="time">The scheme's clock.</param>
internal sealed class RequestCookie(
    HttpContext httpContext, string scheme, CookieAuthenticationOptions options, TimeProvider time)
{
    public HttpContext HttpContext => httpContext;

    public string Scheme => scheme;

    public CookieAuthenticationOptions Options => options;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The request's view of its session. Null when the request has not been authenticated.</summary>
    public RequestSession? Session => RequestSessionFeature.Known(httpContext, scheme);

    /// <summary>True when the user has signed out in this request, or the application has rejected the session.</summary>
    public bool IsClosed => Session is { Closed: true };

    /// <summary>A ticket store that does not know of generations: the application's own, or one that is not the coordinator. Null when
    /// the sessions are in the cookie or with the coordinator.</summary>
    public ITicketStore? ApplicationStore => StoreOfApplication(options);

    /// <summary>The key under which the request's ticket is in its store. Null when there is no store, or no cookie.</summary>
    public string? StoreKey => options.SessionStore is null ? null : StoredTicket.StoreKey(httpContext, options);

    public static ITicketStore? StoreOfApplication(CookieAuthenticationOptions options) =>
        options.SessionStore is ProtectedTicketStore { KeepsGenerations: true } ? null : options.SessionStore;

    /// <summary>Reads the ticket of the session that the request belongs to: of a sign-in in this request, or its own.</summary>
    public async ValueTask<AuthenticationTicket?> ReadTicketAsync() =>
        Session?.Replacement ?? ReadAgain() ?? await StoredTicket.ReadAsync(httpContext, options).ConfigureAwait(false);

    /// <summary>Reads the ticket of the request's cookie again, which was decrypted before. Null when that is not possible.</summary>
    private AuthenticationTicket? ReadAgain()
    {
        if (options.SessionStore is not null
            || Session is not { IsOfRequest: true, TicketProperties.Items: SessionItems { Source: { } source } })
        {
            return null;
        }

        var ticket = TicketPayload.Read(source.Payload, source.Sealed);
        SecondPart.Find(httpContext, options, ticket.Properties);
        return ticket;
    }

    /// <summary>Finds the request's ticket in a store of the application's. Reads the options that an exchange will need to write
    /// it: they may follow the request.</summary>
    /// <returns>The place of the ticket. Null when the sessions are elsewhere, or there is no cookie.</returns>
    public TicketTokenStore? FindTokenStore(SessionParts parts) =>
        ApplicationStore is { } store && StoreKey is { } key
            ? new TicketTokenStore(store, key, parts.Principal.RulesOf(Session?.Tokens.Scheme), parts.Live)
            : null;

    /// <summary>Replaces the request's view of its session.</summary>
    public void Replace(RequestSession session) => RequestSessionFeature.Replace(httpContext, scheme, session);

    /// <summary>Deletes the cookie, also where an error page drops the headers that were set before the response
    /// starts.</summary>
    public void Delete()
    {
        if (httpContext.Response.HasStarted)
        {
            return;
        }

        DeleteNow();
        httpContext.Response.OnStarting(() =>
        {
            DeleteNow();
            return Task.CompletedTask;
        });

        void DeleteNow() =>
            options.CookieManager.DeleteCookie(httpContext, options.Cookie.Name!, options.Cookie.Build(httpContext));
    }
}
