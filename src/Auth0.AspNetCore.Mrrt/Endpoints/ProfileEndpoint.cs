using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Returns the signed-in user's claims. It reads the session of its own scheme: another scheme may have authenticated the
/// request.</summary>
internal sealed class ProfileEndpoint(string scheme, ProfileJson claims, bool answersNoContent, ICookieSchemes cookieSchemes)
{
    public async Task InvokeAsync(HttpContext http)
    {
        JsonAnswer.Protect(http.Response);
        var session = await http.AuthenticateAsync(cookieSchemes.Of(scheme)).ConfigureAwait(false);
        if (session.Succeeded && IsOfScheme(session.Properties))
        {
            await JsonAnswer.WriteAsync(
                http, StatusCodes.Status200OK, "application/json", writer => claims.Write(writer, session.Principal)).ConfigureAwait(false);
        }
        else if (answersNoContent)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await JsonAnswer.ProblemAsync(http, StatusCodes.Status401Unauthorized, "Nobody is signed in.").ConfigureAwait(false);
        }
    }

    /// <summary>Two logins may share a cookie scheme. A session that notes no login belongs to the scheme.</summary>
    private bool IsOfScheme(AuthenticationProperties properties) =>
        !properties.Items.TryGetValue(TicketItems.Scheme, out var noted) || noted is null || noted == scheme;
}
