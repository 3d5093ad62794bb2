namespace Quickstart;

/// <summary>What the browser is told about every page: load nothing from elsewhere, run nothing that is inline, send
/// forms here and to the tenant alone.</summary>
internal static class PageSecurity
{
    public static IApplicationBuilder UsePageSecurity(this IApplicationBuilder app, string issuer)
    {
        // Signing out is a form whose answer redirects to the tenant: browsers hold the redirect against form-action.
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
