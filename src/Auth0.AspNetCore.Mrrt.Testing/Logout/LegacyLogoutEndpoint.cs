using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Logout;

/// <summary><c>/v2/logout</c>. <c>federated</c> is taken and changes nothing: there is no other provider behind.</summary>
internal sealed class LegacyLogoutEndpoint(
    Registrations registrations, Auth0TenantOptions options, TenantSessions sessions)
{
    public Task HandleAsync(HttpContext http)
    {
        var parameters = RequestParameters.FromQuery(http.Request);
        var client = registrations.FindClient(parameters["client_id"]);
        if (parameters["client_id"] is not null && client is null)
        {
            return LogoutReply.RefuseAsync(http.Response, "Unknown client.");
        }

        var allowed = client?.LogoutUrls ?? options.LogoutUrls;
        var returnTo = parameters["returnTo"];
        if (returnTo is not null && !UrlAllowList.Allows(allowed, returnTo))
        {
            return LogoutReply.RefuseAsync(
                http.Response,
                "The \"returnTo\" querystring parameter is not defined as a valid URL in \"Allowed Logout URLs\".");
        }

        sessions.SignOut(http);
        return LogoutReply.SendAsync(http.Response, returnTo ?? (client is null ? null : UrlAllowList.First(allowed)));
    }
}
