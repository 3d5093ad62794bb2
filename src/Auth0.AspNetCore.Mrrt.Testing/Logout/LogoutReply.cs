using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Logout;

/// <summary>The ends a logout can come to.</summary>
internal static class LogoutReply
{
    public static Task SendAsync(HttpResponse response, string? url)
    {
        if (url is null)
        {
            return HtmlPage.WriteAsync(
                response, StatusCodes.Status200OK, "You are signed out", "<p>You can close this window.</p>");
        }

        response.Redirect(url);
        return Task.CompletedTask;
    }

    public static Task RefuseAsync(HttpResponse response, string explanation) =>
        HtmlPage.WriteErrorAsync(response, StatusCodes.Status400BadRequest, "Oops!, something went wrong", explanation);
}
