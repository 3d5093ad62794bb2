using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>RFC 6749, sections 5.1, 5.2 and 7.1; OpenID Connect Core 1.0, section 3.1.3.3.</summary>
internal static class AnswerLies
{
    public static IEnumerable<AnswerLie> All => [.. Bodies, .. Members, .. Errors, .. Redirects];

    private static IEnumerable<AnswerLie> Bodies =>
    [
        Body("nothing", ""),
        Body("a page", "<html><body>tell-tale</body></html>", type: "text/html"),
        Body("a word", "tell-tale"),
        Body("null", "null"),
        Body("a number", "7"),
        Body("a list", "[]"),
        Body("a text", "\"tell-tale\""),
        Body("an empty object", "{}"),
        Body("a form", "access_token=tell-tale&token_type=Bearer", type: "application/x-www-form-urlencoded"),
        new("nothing, and says so", NoToken(204), _ => new HttpResponseMessage(HttpStatusCode.NoContent)),
        Bent("cut short", json => json[..^1]),
        Bent("with something behind it", json => json + "{}"),
        Bent("with a comment", json => "/* tell-tale */" + json),
        Bent("with a comma too many", json => json[..^1] + ",}"),
        Bent("in a list", json => "[" + json + "]"),
        Bent("a thousand levels deep", json =>
            "{\"x\":" + new string('[', 1000) + new string(']', 1000) + "," + json[1..]),
        Bent("with two access tokens", json => "{\"access_token\":\"tell-tale\"," + json[1..]),
        Bent("with two ID tokens", json => "{\"id_token\":\"tell-tale\"," + json[1..]),
        Bent("with an escaped second access token", json => "{\"\\u0061ccess_token\":\"tell-tale\"," + json[1..]),
        new("in no known letters", NoToken(200), tenant =>
            Content([0xff, 0xfe, .. Encoding.UTF8.GetBytes(Honest(tenant).ToJsonString())])),
        new("in UTF-16", NoToken(200), tenant => Content(Encoding.Unicode.GetBytes(Honest(tenant).ToJsonString()))),
        new("of two megabytes", NoToken(200), tenant => Content(
            Encoding.ASCII.GetBytes(Changed(tenant, answer => answer["x"] = new string('x', 2 * 1024 * 1024))))),
        new("of five megabytes, and does not say how long", NoToken(200), _ => new HttpResponseMessage
        {
            Content = new EndlessContent(5 * 1024 * 1024),
        }),
    ];

    private static IEnumerable<AnswerLie> Members =>
    [
        Member("no access token", answer => answer.Remove("access_token")),
        Member("access token null", answer => answer["access_token"] = null),
        Member("access token empty", answer => answer["access_token"] = ""),
        Member("access token of spaces", answer => answer["access_token"] = "   "),
        Member("access token a number", answer => answer["access_token"] = 7),
        Member("access token a list", answer => answer["access_token"] = new JsonArray("tell-tale")),
        Member("access token with a line's end", answer => answer["access_token"] = "tell-tale\r\nX-Tell-Tale: 1"),
        Member("access token in other letters", answer => answer["access_token"] = "tell-tale-é"),
        Member("an error beside the tokens", answer => answer["error"] = "tell_tale"),
        Member("token type a number", answer => answer["token_type"] = 7),
        Member("token type a list", answer => answer["token_type"] = new JsonArray("Bearer")),
        Type("mac"),
        Type("N_A"),
        Type("DPoP"),
        Type("Bearer "),
        Type("tell-tale"),
        IdToken("no ID token", answer => answer.Remove("id_token")),
        IdToken("ID token null", answer => answer["id_token"] = null),
        IdToken("ID token empty", answer => answer["id_token"] = ""),
        IdToken("ID token a number", answer => answer["id_token"] = 7),
        IdToken("ID token a list", answer =>
            answer["id_token"] = new JsonArray(answer["id_token"]!.GetValue<string>())),
        IdToken("ID token an object", answer => answer["id_token"] = new JsonObject { ["sub"] = "auth0|tell-tale" }),
    ];

    private static IEnumerable<AnswerLie> Errors =>
    [
        Error(400, "invalid_grant"),
        Error(403, "invalid_grant"),
        Error(401, "invalid_client"),
        Error(403, "access_denied"),
        Error(403, "mfa_required"),
        Error(429, "too_many_requests"),
        Error(500, "server_error"),
        Error(503, "temporarily_unavailable"),
        new("an error in markup", Refused(400, "(not a code)"), _ => ErrorBody(400, "<b>tell-tale</b>")),
        new("an error with a line's end", Refused(400, "(not a code)"), _ =>
            ErrorBody(400, "tell-tale\r\nError: tell-tale")),
        new("an error of 1 000 letters", Refused(400, "(too long)"), _ => ErrorBody(400, new string('e', 1000))),
        new("an error that is a number", Refused(400, "(null)"), _ =>
            Content("{\"error\":7,\"error_description\":\"tell-tale\"}", 400)),
        new("a page about an error", Refused(502, "(null)"), _ => Content("<html>tell-tale</html>", 502, "text/html")),
        new("an error with nothing to read", Refused(500, "(null)"), _ =>
            new HttpResponseMessage(HttpStatusCode.InternalServerError)),
        new("tokens, and a status that says there are none", Refused(400, "(null)"), tenant =>
            Content(Honest(tenant).ToJsonString(), 400)),
        new("a status that nobody knows", Refused(999, "(null)"), tenant =>
            Content(Honest(tenant).ToJsonString(), 999)),
    ];

    private static IEnumerable<AnswerLie> Redirects =>
        from status in new[] { 301, 302, 303, 307, 308 }
        select new AnswerLie($"a redirect to somebody else with {status}", Refused(status, "(null)"), _ =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status);
            response.Headers.Location = new Uri("https://tell-tale.example.com/oauth/token");
            return response;
        });

    public static JsonObject Honest(ScriptedTenant tenant) => new()
    {
        ["access_token"] = "access-token-1",
        ["refresh_token"] = "refresh-token-1",
        ["token_type"] = "Bearer",
        ["expires_in"] = 3600,
        ["id_token"] = tenant.IdToken(),
    };

    public static HttpResponseMessage Content(string body, int status = 200, string type = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };

    public static string Unanswered(string exception) =>
        $"[102] The token endpoint of scheme Auth0 did not answer the authorization_code grant: {exception}.";

    public static string NoToken(int status) => Refused(status, "invalid_token_response");

    private static string Refused(int status, string error) =>
        $"[101] The token endpoint of scheme Auth0 refused the authorization_code grant: {status} {error}.";

    private static HttpResponseMessage Content(byte[] body) => new() { Content = new ByteArrayContent(body) };

    private static HttpResponseMessage ErrorBody(int status, string error) =>
        Content(new JsonObject { ["error"] = error, ["error_description"] = "tell-tale" }.ToJsonString(), status);

    private static string Changed(ScriptedTenant tenant, Action<JsonObject> change)
    {
        var answer = Honest(tenant);
        change(answer);
        return answer.ToJsonString();
    }

    private static AnswerLie Body(string name, string body, int status = 200, string type = "application/json") =>
        new("an answer of " + name, NoToken(status), _ => Content(body, status, type));

    private static AnswerLie Bent(string name, Func<string, string> bend) =>
        new("an answer " + name, NoToken(200), tenant => Content(bend(Honest(tenant).ToJsonString())));

    private static AnswerLie Member(string name, Action<JsonObject> change) =>
        new(name, NoToken(200), tenant => Content(Changed(tenant, change)));

    private static AnswerLie Type(string type) => new(
        $"token type '{type}'",
        "[408] What the code of a login with scheme Auth0 was redeemed for was refused: token_type.",
        tenant => Content(Changed(tenant, answer => answer["token_type"] = type)));

    private static AnswerLie IdToken(string name, Action<JsonObject> change) => new(
        name,
        "[402] The ID token of a login with scheme Auth0 was refused: there is none.",
        tenant => Content(Changed(tenant, change)));

    private static AnswerLie Error(int status, string error) =>
        new($"{status} {error}", Refused(status, error), _ => ErrorBody(status, error));
}
