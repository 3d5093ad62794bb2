using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>The page that asks before a sign-out. Another site can lead the user there, and cannot press its button.</summary>
internal static class LogoutPage
{
    private const string Style =
        "body{font-family:system-ui,sans-serif;display:grid;place-items:center;min-height:90vh}"
        + "form{text-align:center}button{font:inherit;padding:.5em 1.5em;cursor:pointer}";

    /// <summary>There is no <c>form-action</c>: Chromium applies it to the redirect to the tenant as well.</summary>
    private static readonly string Policy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style))) + "'";

    public static async Task WriteAsync(HttpContext http, AntiforgeryTokenSet tokens, LogoutWish wish)
    {
        var response = http.Response;
        JsonAnswer.Protect(response); // again: the antiforgery service has set headers of its own
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XFrameOptions = "DENY";
        response.ContentType = "text/html; charset=utf-8";
        var html = HtmlEncoder.Default;
        await response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Sign out</title><style>{Style}</style></head>
            <body>
            <form method="post" action="{html.Encode(Action(http, wish))}">
            <p>Do you want to sign out?</p>
            <input type="hidden" name="{html.Encode(tokens.FormFieldName)}" value="{html.Encode(tokens.RequestToken!)}">
            <button type="submit">Sign out</button>
            </form>
            </body>
            </html>
            """,
            http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The query of the form's address. It replaces that of the page, so only what was checked is left.</summary>
    private static string Action(HttpContext http, LogoutWish wish)
    {
        var query = QueryString.Empty;
        if (wish.ReturnTo is not null)
        {
            query = query.Add(LoginParameters.ReturnTo, SignedOutReturn.PathBase(http).ToUriComponent() + wish.ReturnTo);
        }

        if (wish.IsFederated)
        {
            query = query.Add(LogoutWish.Federated, "true");
        }

        return query.HasValue ? query.ToUriComponent() : "?";
    }
}
