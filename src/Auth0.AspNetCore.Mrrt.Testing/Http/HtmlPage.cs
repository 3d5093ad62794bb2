using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>The frame of the tenant's pages. They need no script and load nothing.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f4f8; color: #1e2230; }
        main { box-sizing: border-box; width: min(25rem, 92vw); padding: 2.25rem; border-radius: 14px;
          background: #fff; box-shadow: 0 8px 40px #1e223022; }
        h1 { margin: 0 0 .25rem; font-size: 1.4rem; }
        p { margin: .25rem 0 1.25rem; color: #5d6478; overflow-wrap: anywhere; }
        small { color: #7c8398; }
        button { width: 100%; margin: .3rem 0; padding: .8rem 1rem; border: 1px solid #d5d9e5; border-radius: 9px;
          background: #fff; color: inherit; font: inherit; text-align: left; cursor: pointer; }
        button:hover, button:focus-visible { border-color: #635dff; box-shadow: 0 0 0 3px #635dff33; outline: none; }
        button.primary { background: #635dff; border-color: #635dff; color: #fff; text-align: center; }
        button.quiet { border-color: transparent; color: #5d6478; text-align: center; }
        button span { display: block; font-size: .85rem; color: #7c8398; }
        @media (prefers-color-scheme: dark) {
          body { background: #14161e; color: #e6e8f0; }
          main, button { background: #1e212c; }
          button { border-color: #3a3f50; }
          p, small, button span, button.quiet { color: #a3a9bc; }
        }
        """;

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Writes a page. The title is encoded here; the body is markup whose texts are encoded already.</summary>
    public static Task WriteAsync(HttpResponse response, int status, string title, string body)
    {
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>{Encode(title)}</h1>
            {body}
            <small>A local Auth0 tenant, for tests.</small>
            </main>
            </body>
            </html>
            """);
    }

    /// <summary>Writes an error page; nobody is redirected.</summary>
    public static Task WriteErrorAsync(HttpResponse response, int status, string title, string explanation) =>
        WriteAsync(response, status, title, $"<p>{Encode(explanation)}</p>");
}
