using System.Net;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4: answers about another user, and answers that are not well
/// formed.</summary>
internal static class UserInfoLies
{
    private const string Unclean = "no clean JSON, or a member twice";

    public static IEnumerable<UserInfoLie> All =>
    [
        new("another sub", "sub", () => AnswerLies.Content("{\"sub\":\"auth0|tell-tale\"}")),
        new("no sub", "sub", () => AnswerLies.Content("{\"name\":\"tell-tale\"}")),
        new("sub null", "sub", () => AnswerLies.Content("{\"sub\":null}")),
        new("sub a list", "sub", () => AnswerLies.Content("{\"sub\":[\"auth0|alice\"]}")),
        new("sub in capitals", "sub", () => AnswerLies.Content("{\"sub\":\"AUTH0|ALICE\"}")),
        new("sub with a space behind it", "sub", () => AnswerLies.Content("{\"sub\":\"auth0|alice \"}")),
        new("sub twice", Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|tell-tale\",\"sub\":\"auth0|alice\"}")),
        new("a list", Unclean, () => AnswerLies.Content("[{\"sub\":\"auth0|alice\"}]")),
        new("null", Unclean, () => AnswerLies.Content("null")),
        new("nothing", Unclean, () => AnswerLies.Content("")),
        new("a page", Unclean, () => AnswerLies.Content("<html>tell-tale</html>", type: "text/html")),
        new("a token", Unclean, () =>
            AnswerLies.Content("e30.eyJzdWIiOiJ0ZWxsLXRhbGUifQ.", type: "application/jwt")),
        new("a thousand levels", Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|alice\",\"x\":" + new string('[', 1000) + new string(']', 1000) + "}")),
        new("half a surrogate pair", Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|alice\",\"email\":\"\\ud800\"}")),
        new("letters that are none", Unclean, () => new HttpResponseMessage
        {
            Content = new ByteArrayContent(
                [.. "{\"sub\":\"auth0|alice\",\"email\":\""u8, 0xff, .. "\"}"u8]),
        }),
        new("no known letters", Unclean, () =>
            new HttpResponseMessage { Content = new ByteArrayContent([0xff, .. Encoding.ASCII.GetBytes("{\"sub\":\"auth0|alice\"}")]) }),
        new("too much", "HttpRequestException", () =>
            new HttpResponseMessage { Content = new EndlessContent(2 * 1024 * 1024) }),
        new("a refusal", "status 401", () => AnswerLies.Content("{\"sub\":\"auth0|alice\"}", 401)),
        new("a redirect", "status 302", () => new HttpResponseMessage(HttpStatusCode.Found)
        {
            Headers = { Location = new Uri("https://tell-tale.example.com/userinfo") },
        }),
        new("a broken line", "HttpRequestException", () => throw new HttpRequestException("tell-tale")),
    ];
}
