using System.Net;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4: what is said about another user, or not well said, signs
/// nobody in.</summary>
public sealed class UserInfoLiesTests
{
    private const string Unclean = "no clean JSON, or a member twice";

    private static readonly Dictionary<string, (string Reason, Func<HttpResponseMessage> Answer)> Lies = new()
    {
        ["another sub"] = ("sub", () => AnswerLies.Content("{\"sub\":\"auth0|tell-tale\"}")),
        ["no sub"] = ("sub", () => AnswerLies.Content("{\"name\":\"tell-tale\"}")),
        ["sub null"] = ("sub", () => AnswerLies.Content("{\"sub\":null}")),
        ["sub a list"] = ("sub", () => AnswerLies.Content("{\"sub\":[\"auth0|alice\"]}")),
        ["sub in capitals"] = ("sub", () => AnswerLies.Content("{\"sub\":\"AUTH0|ALICE\"}")),
        ["sub with a space behind it"] = ("sub", () => AnswerLies.Content("{\"sub\":\"auth0|alice \"}")),
        ["sub twice"] = (Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|tell-tale\",\"sub\":\"auth0|alice\"}")),
        ["a list"] = (Unclean, () => AnswerLies.Content("[{\"sub\":\"auth0|alice\"}]")),
        ["null"] = (Unclean, () => AnswerLies.Content("null")),
        ["nothing"] = (Unclean, () => AnswerLies.Content("")),
        ["a page"] = (Unclean, () => AnswerLies.Content("<html>tell-tale</html>", type: "text/html")),
        ["a token"] = (Unclean, () =>
            AnswerLies.Content("e30.eyJzdWIiOiJ0ZWxsLXRhbGUifQ.", type: "application/jwt")),
        ["a thousand levels"] = (Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|alice\",\"x\":" + new string('[', 1000) + new string(']', 1000) + "}")),
        ["half a surrogate pair"] = (Unclean, () =>
            AnswerLies.Content("{\"sub\":\"auth0|alice\",\"email\":\"\\ud800\"}")),
        ["letters that are none"] = (Unclean, () => new HttpResponseMessage
        {
            Content = new ByteArrayContent(
                [.. "{\"sub\":\"auth0|alice\",\"email\":\""u8, 0xff, .. "\"}"u8]),
        }),
        ["no known letters"] = (Unclean, () =>
            new HttpResponseMessage { Content = new ByteArrayContent([0xff, .. Encoding.ASCII.GetBytes("{\"sub\":\"auth0|alice\"}")]) }),
        ["too much"] = ("HttpRequestException", () =>
            new HttpResponseMessage { Content = new EndlessContent(2 * 1024 * 1024) }),
        ["a refusal"] = ("status 401", () => AnswerLies.Content("{\"sub\":\"auth0|alice\"}", 401)),
        ["a redirect"] = ("status 302", () => new HttpResponseMessage(HttpStatusCode.Found)
        {
            Headers = { Location = new Uri("https://tell-tale.example.com/userinfo") },
        }),
        ["a broken line"] = ("HttpRequestException", () => throw new HttpRequestException("tell-tale")),
    };

    public static TheoryData<string> Told => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_about_the_user_is_refused_and_the_log_names_it(string lie)
    {
        await using var provider = await StartAsync();
        provider.Tenant.Reply = call =>
            call.Address.EndsWith("/userinfo", StringComparison.Ordinal) ? Lies[lie].Answer() : null;
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(
            response, $"[406] The user information of a login with scheme Auth0 was refused: {Lies[lie].Reason}.", lie);
    }

    [Fact]
    public async Task The_truth_is_accepted()
    {
        await using var provider = await StartAsync();
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, "what it says is about the user");
        (await provider.Rig.ClaimsAsync()).Should().Contain("email=alice@example.com");
    }

    private static Task<LyingProvider> StartAsync() =>
        LyingProvider.StartAsync(options => options.GetClaimsFromUserInfoEndpoint = true);
}
