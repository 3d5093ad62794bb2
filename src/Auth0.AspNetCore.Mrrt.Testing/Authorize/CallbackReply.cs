using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>Brings an authorization response to the application in the response mode it asked for.</summary>
internal static class CallbackReply
{
    public const string Query = "query";
    public const string Fragment = "fragment";
    public const string FormPost = "form_post";

    public static readonly string[] Modes = [Query, Fragment, FormPost];

    public static Task SendCodeAsync(HttpResponse response, CallbackTarget target, string code) =>
        SendAsync(response, target, new() { ["code"] = code });

    public static Task SendErrorAsync(HttpResponse response, CallbackTarget target, AuthorizeError error) =>
        SendAsync(response, target, new() { ["error"] = error.Code, ["error_description"] = error.Description });

    private static Task SendAsync(HttpResponse response, CallbackTarget target, Dictionary<string, string?> values)
    {
        if (target.State is not null)
        {
            values["state"] = target.State;
        }

        response.Headers.CacheControl = "no-store";
        if (target.ResponseMode == FormPost)
        {
            return WriteFormAsync(response, target.RedirectUri, values);
        }

        response.Redirect(target.ResponseMode == Fragment
            ? $"{target.RedirectUri}#{QueryHelpers.AddQueryString("", values).TrimStart('?')}"
            : QueryHelpers.AddQueryString(target.RedirectUri, values));
        return Task.CompletedTask;
    }

    // https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html
    private static Task WriteFormAsync(HttpResponse response, string action, Dictionary<string, string?> values)
    {
        var nonce = RandomValue.Create(16);
        var fields = string.Concat(values.Select(pair =>
            $"<input type=\"hidden\" name=\"{HtmlPage.Encode(pair.Key)}\" value=\"{HtmlPage.Encode(pair.Value ?? "")}\">\n"));

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Submit this form</title></head>
            <body>
            <form method="post" action="{HtmlPage.Encode(action)}">
            {fields}<noscript><button>Continue</button></noscript>
            </form>
            <script nonce="{nonce}">document.forms[0].submit()</script>
            </body>
            </html>
            """);
    }
}
