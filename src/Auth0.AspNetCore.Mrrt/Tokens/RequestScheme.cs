using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Finds the login scheme of a request when the caller names none. With several logins in one browser, or an access
/// token beside a session's cookie, a fixed default would return the token of a user whom the request did not
/// authenticate.</summary>
/// <param name="schemes">The login schemes of the application.</param>
/// <param name="cookieSchemes">Tells each login's cookie scheme.</param>
internal sealed class RequestScheme(string[] schemes, ICookieSchemes cookieSchemes)
{
    /// <summary>Returns the scheme that authenticated the request. Allocates nothing.</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>The scheme; <see cref="Auth0Constants.AuthenticationScheme"/> when nothing has authenticated the request.</returns>
    /// <exception cref="InvalidOperationException">More than one scheme is possible, or a foreign scheme authenticated the
    /// request.</exception>
    public string Of(HttpContext httpContext) =>
        httpContext.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } result
            ? Of(httpContext, result.Ticket)
        : schemes is [var only] ? only
        : OnlyOpen(httpContext, ticketSchemes: null)
            ?? (IsScheme(Auth0Constants.AuthenticationScheme) ? Auth0Constants.AuthenticationScheme : throw Unclear());

    private string Of(HttpContext httpContext, AuthenticationTicket ticket)
    {
        if (ticket.Properties.Items.TryGetValue(TicketItems.Scheme, out var recorded) && recorded is not null && IsScheme(recorded)
            && IsNamed(ticket.AuthenticationScheme, recorded))
        {
            return recorded;
        }

        // A policy that names schemes leaves a ticket with their names alone.
        if (OnlyOpen(httpContext, ticket.AuthenticationScheme) is { } open)
        {
            return open;
        }

        foreach (var scheme in schemes)
        {
            if (IsNamed(ticket.AuthenticationScheme, scheme))
            {
                return scheme; // The user has signed out of the scheme during the request.
            }
        }

        throw schemes is [var only] ? Foreign(only, ticket.AuthenticationScheme) : Unclear();
    }

    /// <summary>Returns the only scheme whose session the request has opened.</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="ticketSchemes">The login and cookie schemes to consider; null means all.</param>
    private string? OnlyOpen(HttpContext httpContext, string? ticketSchemes)
    {
        string? open = null;
        foreach (var scheme in schemes)
        {
            if ((ticketSchemes is null || IsNamed(ticketSchemes, scheme)) && IsOpen(httpContext, scheme))
            {
                open = open is null ? scheme : throw Unclear();
            }
        }

        return open;
    }

    private bool IsOpen(HttpContext httpContext, string scheme) =>
        RequestSessionFeature.Known(httpContext, CookieOf(scheme)) is { Closed: false } session
        && (session.Tokens.Scheme ?? scheme) == scheme;

    private bool IsNamed(string ticketSchemes, string scheme)
    {
        foreach (var range in ticketSchemes.AsSpan().Split(';'))
        {
            var name = ticketSchemes.AsSpan(range);
            if (name.SequenceEqual(scheme) || name.SequenceEqual(CookieOf(scheme)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsScheme(string name) => Array.IndexOf(schemes, name) >= 0;

    private string CookieOf(string scheme) => cookieSchemes.Of(scheme);

    private InvalidOperationException Foreign(string only, string authenticated) => new(
        $"The call names no scheme, and scheme '{authenticated}' authenticated the request. The sessions of '{only}' are in the "
        + $"cookie of scheme '{CookieOf(only)}': name the scheme '{only}' to use such a session.");

    private InvalidOperationException Unclear() => new(
        $"The call names no scheme, and the request does not tell which of the schemes '{string.Join("', '", schemes)}' is meant: "
        + "name one.");
}
