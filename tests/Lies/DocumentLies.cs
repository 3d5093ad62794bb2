using System.Net;
using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>OpenID Connect Discovery 1.0, section 4.3; RFC 8414, section 3.3; RFC 9126, section 2.2.</summary>
internal static class DocumentLies
{
    private const string Issuer = "names another issuer";
    private const string Address = "names an endpoint that is missing, has a fragment or is not on https";
    private const string Unreadable = "could not be read";
    private const string NotPushed = "The tenant did not take the pushed authorization request.";
    private const string Parameter = "pushed_authorization_request_endpoint";

    private static readonly string[] Endpoints =
    [
        "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "revocation_endpoint", "end_session_endpoint", Parameter,
    ];

    public static IEnumerable<DocumentLie> All => [.. Issuers, .. Addresses, .. Documents, .. Keys, .. Pushed];

    private static IEnumerable<DocumentLie> Issuers =>
    [
        Discovery("no issuer", Issuer, document => document.Remove("issuer")),
        Discovery("issuer null", Issuer, document => document["issuer"] = null),
        Discovery("issuer empty", Issuer, document => document["issuer"] = ""),
        Discovery("issuer of another host", Issuer, document => document["issuer"] = "https://tell-tale.example.com/"),
        Discovery("issuer of a host above", Issuer, document => document["issuer"] = "https://example.com/"),
        Discovery("issuer in capitals", Issuer, document => document["issuer"] = "https://TENANT.example.com/"),
        Discovery("issuer over http", Issuer, document => document["issuer"] = "http://tenant.example.com/"),
        Discovery("issuer with two slashes", Issuer, document => document["issuer"] = "https://tenant.example.com//"),
        Discovery("issuer with a path", Issuer, document =>
            document["issuer"] = "https://tenant.example.com/tell-tale/"),
        Discovery("issuer with a port", Issuer, document => document["issuer"] = "https://tenant.example.com:8443/"),
        Discovery("issuer with a user", Issuer, document =>
            document["issuer"] = "https://tell-tale@tenant.example.com/"),
        Discovery("issuer a list", "OpenIdConnectConfiguration.issuer'", document =>
            document["issuer"] = new JsonArray(ScriptedTenant.Issuer)),
        Discovery("issuer a number", "OpenIdConnectConfiguration.issuer'", document => document["issuer"] = 7),
    ];

    private static IEnumerable<DocumentLie> Addresses =>
    [
        Discovery("no authorization endpoint", Address, document => document.Remove("authorization_endpoint")),
        Discovery("no token endpoint", Address, document => document.Remove("token_endpoint")),
        Discovery("token endpoint a number", "OpenIdConnectConfiguration.token_endpoint'", document =>
            document["token_endpoint"] = 7),
        Discovery("token endpoint without a host", Address, document => document["token_endpoint"] = "/oauth/token"),
        Discovery("token endpoint a script", Address, document => document["token_endpoint"] = "javascript:tell-tale"),
        Discovery("authorization endpoint a file", Address, document =>
            document["authorization_endpoint"] = "file:///tell-tale"),
        Discovery("authorization endpoint with a fragment", Address, document =>
            document["authorization_endpoint"] = "https://tenant.example.com/authorize#tell-tale"),
        .. Endpoints.Select(endpoint => Discovery($"{endpoint} over http", Address, document =>
            document[endpoint] = "http://tenant.example.com/tell-tale")),
        .. Endpoints.Select(endpoint => Discovery($"{endpoint} on this machine", Address, document =>
            document[endpoint] = "http://localhost/tell-tale")),
        Discovery("keys over http", "is not on https", document =>
            document["jwks_uri"] = "http://tenant.example.com/jwks"),
        Discovery("keys in a file", "is not on https", document => document["jwks_uri"] = "file:///etc/hosts"),
        Discovery("keys without a host", "UriFormatException", document => document["jwks_uri"] = "jwks"),
    ];

    private static IEnumerable<DocumentLie> Documents =>
    [
        Published("discovery refused", "answered 404", "/.well-known/openid-configuration", _ =>
            AnswerLies.Content("tell-tale", 404)),
        Outage("discovery broken", "/.well-known/openid-configuration", _ =>
            AnswerLies.Content("tell-tale", 500)),
        .. Redirects("/.well-known/openid-configuration"),
        .. Bodies("/.well-known/openid-configuration"),
    ];

    private static IEnumerable<DocumentLie> Keys =>
    [
        Published("keys refused", "answered 404", "/jwks", _ => AnswerLies.Content("tell-tale", 404)),
        Outage("keys broken", "/jwks", _ => AnswerLies.Content("tell-tale", 500)),
        .. Redirects("/jwks"),
        .. Bodies("/jwks"),
    ];

    private static IEnumerable<DocumentLie> Pushed =>
    [
        Push("refused", NotPushed, _ => AnswerLies.Content("{\"error\":\"invalid_request\",\"error_description\":\"tell-tale\"}", 400)),
        Push("refused with a page", NotPushed, _ => AnswerLies.Content("<html>tell-tale</html>", 403, "text/html")),
        Push("broken", "did not take a pushed authorization request: 500", _ =>
            AnswerLies.Content("tell-tale", 500)) with { MayPass = true },
        Push("answered with a page", NotPushed, _ => AnswerLies.Content("<html>tell-tale</html>", 201, "text/html")),
        Push("answered with nothing", NotPushed, _ => new HttpResponseMessage(HttpStatusCode.Created)),
        Push("answered with a list", NotPushed, _ => AnswerLies.Content("[\"tell-tale\"]", 201)),
        Push("answered without a name", NotPushed, _ => AnswerLies.Content("{\"expires_in\":30}", 201)),
        Push("answered with no name", NotPushed, _ =>
            AnswerLies.Content("{\"request_uri\":\"\",\"expires_in\":30}", 201)),
        Push("answered with a number", NotPushed, _ =>
            AnswerLies.Content("{\"request_uri\":7,\"expires_in\":30}", 201)),
        Push("answered with two names", NotPushed, _ =>
            AnswerLies.Content("{\"request_uri\":\"urn:a\",\"request_uri\":\"urn:tell-tale\",\"expires_in\":30}", 201)),
        Push("redirected", NotPushed, _ => Redirect(307)),
        Push("answered with too much", "HttpRequestException", _ =>
            new HttpResponseMessage { Content = new EndlessContent(2 * 1024 * 1024) }) with { MayPass = true },
    ];

    private static DocumentLie Discovery(string name, string line, Action<JsonObject> change) =>
        new(name, line, tenant => change(tenant.Discovery));

    private static DocumentLie Published(string name, string line, string path, Func<ScriptedTenant, HttpResponseMessage> answer) =>
        new(name, line, tenant => tenant.Published = asked => asked == path ? answer(tenant) : null);

    /// <summary>What passes by itself, if only the browser comes again.</summary>
    private static DocumentLie Outage(string name, string path, Func<ScriptedTenant, HttpResponseMessage> answer) =>
        Published(name, "out of reach (HttpRequestException)", path, answer) with { MayPass = true };

    private static DocumentLie Push(string name, string line, Func<ScriptedTenant, HttpResponseMessage> answer) =>
        new("a pushed request " + name, line, tenant =>
        {
            tenant.Discovery[Parameter] = ScriptedTenant.Issuer + "oauth/par";
            tenant.Reply = _ => answer(tenant);
        });

    private static IEnumerable<DocumentLie> Redirects(string path) =>
        from status in new[] { 301, 302, 303, 307, 308 }
        select Published($"{path} elsewhere with {status}", $"answered {status}", path, _ => Redirect(status));

    private static IEnumerable<DocumentLie> Bodies(string path) =>
    [
        Published($"{path} a page", Unreadable, path, _ =>
            AnswerLies.Content("<html>tell-tale</html>", type: "text/html")),
        Published($"{path} nothing", Unreadable, path, _ => AnswerLies.Content("")),
        Published($"{path} a word", Unreadable, path, _ => AnswerLies.Content("tell-tale")),
        Published($"{path} null", Unreadable, path, _ => AnswerLies.Content("null")),
        Published($"{path} a list", Unreadable, path, _ => AnswerLies.Content("[\"tell-tale\"]")),
        Published($"{path} cut short", Unreadable, path, tenant =>
            AnswerLies.Content((path == "/jwks" ? tenant.KeySet : tenant.Discovery).ToJsonString()[..^1])),
        Published($"{path} with something behind it", Unreadable, path, tenant =>
            AnswerLies.Content((path == "/jwks" ? tenant.KeySet : tenant.Discovery).ToJsonString() + "{}")),
        Published($"{path} with a member twice", Unreadable, path, tenant => AnswerLies.Content(
            (path == "/jwks" ? "{\"keys\":[]," : "{\"issuer\":\"tell-tale\",")
            + (path == "/jwks" ? tenant.KeySet : tenant.Discovery).ToJsonString()[1..])),
        Published($"{path} a thousand levels deep", Unreadable, path, tenant => AnswerLies.Content(
            "{\"x\":" + new string('[', 1000) + new string(']', 1000) + ","
            + (path == "/jwks" ? tenant.KeySet : tenant.Discovery).ToJsonString()[1..])),
        Published($"{path} of two megabytes", "HttpRequestException", path, _ =>
            AnswerLies.Content("{\"x\":\"" + new string('x', 2 * 1024 * 1024) + "\"}")),
        Published($"{path} without an end", "HttpRequestException", path, _ =>
            new HttpResponseMessage { Content = new EndlessContent(2 * 1024 * 1024) }),
    ];

    private static HttpResponseMessage Redirect(int status)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.Location = new Uri("https://tell-tale.example.com/");
        return response;
    }
}
