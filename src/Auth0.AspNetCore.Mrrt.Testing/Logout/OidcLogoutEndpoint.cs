using Auth0.AspNetCore.Mrrt.Testing.Authorize;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Logout;

/// <summary><c>/oidc/logout</c> (OpenID Connect RP-Initiated Logout) and the consent page it may need.</summary>
internal sealed class OidcLogoutEndpoint(
    LogoutRequestReader requests,
    TenantSessions sessions,
    Transactions<LogoutRequest> transactions,
    TenantBehavior behavior)
{
    public const string ConsentPath = "/u/logout";

    public async Task HandleAsync(HttpContext http)
    {
        var parameters = await RequestParameters.FromQueryOrFormAsync(http.Request).ConfigureAwait(false);
        if (!requests.TryRead(parameters, out var request, out var problem))
        {
            await LogoutReply.RefuseAsync(http.Response, problem).ConfigureAwait(false);
            return;
        }

        await (behavior.LogoutConsent && NeedsConsent(http.Request, request)
            ? AskAsync(http.Response, request)
            : LeaveAsync(http, request)).ConfigureAwait(false);
    }

    public async Task HandleConsentAsync(HttpContext http)
    {
        var parameters = await RequestParameters.FromBodyAsync(http.Request).ConfigureAwait(false);
        var transaction = parameters["state"];
        if (!transactions.TryFind(transaction, out var request))
        {
            await LogoutReply.RefuseAsync(http.Response, "This page has been answered already.").ConfigureAwait(false);
            return;
        }

        transactions.Close(transaction!);
        await LeaveAsync(http, request).ConfigureAwait(false);
    }

    // Without a hint anybody's link could sign the user out. Where there is no session, a hint is proof enough.
    private bool NeedsConsent(HttpRequest http, LogoutRequest request) =>
        request.HintedSession is not { } hinted
        || (sessions.Find(http) is { } session && session.Id != hinted);

    private Task AskAsync(HttpResponse response, LogoutRequest request) => HtmlPage.WriteAsync(
        response,
        StatusCodes.Status200OK,
        "Log out",
        $"""
        <p>Do you want to log out?</p>
        <form method="post" action="{ConsentPath}">
        <input type="hidden" name="state" value="{HtmlPage.Encode(transactions.Open(request))}">
        <button class="primary">Yes, log out</button>
        </form>
        """);

    private Task LeaveAsync(HttpContext http, LogoutRequest request)
    {
        sessions.SignOut(http);
        var url = request.RedirectUri;
        return LogoutReply.SendAsync(
            http.Response,
            url is not null && request.State is { } state ? QueryHelpers.AddQueryString(url, "state", state) : url);
    }
}
