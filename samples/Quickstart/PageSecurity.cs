namespace Quickstart;

/// <summary>Response headers for every page. The browser loads nothing from other sites and runs no inline script. It
/// sends forms to the sample and to the tenant only.</summary>
internal static class PageSecurity
{
    public static IApplicationBuilder UsePageSecurity(this IApplicationBuilder app, string issuer)
    {
        // The sign-out form redirects to the tenant, and browsers apply form-action to the redirect too.
        var policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + $"form-action 'self' {new Uri(issuer).GetLeftPart(UriPartial.Authority)}; "
            + "base-uri 'none'; frame-ancestors 'none'";

        return app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(http);
        });
    }
}
