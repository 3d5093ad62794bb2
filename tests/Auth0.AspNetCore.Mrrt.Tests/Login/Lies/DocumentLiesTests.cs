using System.Net;
using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>A provider that lies about itself.</summary>
public sealed class DocumentLiesTests
{
    private static readonly Dictionary<string, DocumentLie> Lies = DocumentLies.All.ToDictionary(lie => lie.Name);

    private static readonly Dictionary<string, Action<ScriptedTenant>> Truths = new()
    {
        ["an honest document"] = _ => { },
        ["an issuer without its slash, here and in the tokens"] = tenant =>
        {
            tenant.Discovery["issuer"] = "https://tenant.example.com";
            tenant.Claims = claims => claims["iss"] = "https://tenant.example.com";
        },
        ["endpoints on other hosts"] = tenant =>
        {
            tenant.Discovery["token_endpoint"] = "https://other.example.com/oauth/token";
            tenant.Discovery["jwks_uri"] = "https://other.example.com/jwks";
        },
        ["no userinfo, revocation and end of session"] = tenant =>
        {
            tenant.Discovery.Remove("userinfo_endpoint");
            tenant.Discovery.Remove("revocation_endpoint");
            tenant.Discovery.Remove("end_session_endpoint");
        },
        ["members that nobody knows"] = tenant => tenant.Discovery["x"] = new JsonObject { ["y"] = new JsonArray(1) },
        ["keys that nobody knows"] = tenant =>
        {
            var keys = tenant.KeySet["keys"]!.AsArray();
            keys.Insert(0, new JsonObject { ["kty"] = "tell-tale", ["kid"] = "x" });
            keys.Insert(0, new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["kid"] = "y", ["x"] = "AAAA" });
            keys.Insert(0, Forgery.Publish(Forgery.ShortRsa, "short"));
            keys.Insert(0, new JsonObject { ["kty"] = "oct", ["kid"] = "z", ["k"] = "AAAA" });
        },
        ["keys with their certificates, as Auth0 publishes them"] = tenant =>
            tenant.KeySet["keys"]![0]!["x5c"] = new JsonArray(Forgery.Certificate(ScriptedTenant.Rsa)),
        ["certificates that fit no key"] = tenant =>
        {
            var keys = tenant.KeySet["keys"]!.AsArray();
            foreach (var certificate in new[] { "tell-tale", Forgery.Certificate(Forgery.OtherCurve), Forgery.Certificate(Forgery.ShortRsa) })
            {
                var key = Forgery.Publish(Forgery.OtherRsa, "x" + keys.Count);
                key["x5c"] = new JsonArray(certificate);
                keys.Insert(0, key);
            }
        },
        ["a pushed request"] = tenant =>
            tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par",
    };

    private static readonly Dictionary<string, KeySetLie> NoKeys = KeySetLies.All.ToDictionary(lie => lie.Name);

    public static TheoryData<string> Told => [.. Lies.Keys];

    public static TheoryData<string> True => [.. Truths.Keys];

    public static TheoryData<string> Keyless => [.. NoKeys.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_in_a_document_begins_no_login_and_the_log_says_why(string lie)
    {
        await using var provider = await LyingProvider.StartAsync(tenant: Lies[lie].Tell);
        using var response = await provider.Rig.Browser.GetAsync("/login");
        await provider.ShouldNotBeginAsync(response, Lies[lie].Line, lie, Lies[lie].MayPass);
        provider.Tenant.To("oauth/token").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Keyless))]
    public async Task Without_a_key_no_ID_token_is_believed(string keys)
    {
        await using var provider = await LyingProvider.StartAsync(tenant: NoKeys[keys].Tell);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(
            response,
            "[402] The ID token of a login with scheme Auth0 was refused: SecurityTokenSignatureKeyNotFoundException.",
            keys);
    }

    [Theory]
    [MemberData(nameof(True))]
    public async Task The_truth_is_accepted(string truth)
    {
        await using var provider = await LyingProvider.StartAsync(tenant: Truths[truth]);
        var asked = await provider.Rig.BeginAsync();
        using var response = await provider.Rig.ComeBackAsync(
            asked.TryGetValue("state", out var state) ? state! : provider.Tenant.To("oauth/par").Single().Form["state"]);
        await provider.ShouldSignInAsync(response, truth);
    }

    /// <summary>Discovery, the keys, or the answer to a pushed request does not come.</summary>
    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/jwks")]
    [InlineData("/oauth/par")]
    public async Task What_does_not_come_is_waited_for_until_the_time_limit(string silent)
    {
        var asked = new TaskCompletionSource();
        await using var provider = await LyingProvider.StartAsync(tenant: tenant =>
        {
            tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par";
            tenant.Before = async (path, cancellationToken) =>
            {
                if (path == silent)
                {
                    asked.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
            };
        });
        var challenge = provider.Rig.Browser.GetAsync("/login");
        await asked.Task;
        // The limit, in the two steps that it is counted in.
        provider.Rig.Time.Advance(new Auth0WebAppOptions().BackchannelTimeout);
        provider.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await challenge;
        await provider.ShouldNotBeginAsync(response, nameof(TaskCanceledException), silent, mayPass: true);
    }

    /// <summary>An outage is not kept: the next login begins.</summary>
    [Fact]
    public async Task A_liar_that_tells_the_truth_again_is_believed()
    {
        await using var provider = await LyingProvider.StartAsync(tenant: tenant =>
            tenant.Published = _ => AnswerLies.Content("<html>tell-tale</html>", type: "text/html"));
        (await provider.Rig.Browser.GetAsync("/login")).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        provider.Tenant.Published = _ => null;
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, "the document is fetched again");
    }

    [Fact]
    public void There_are_lies_enough() => Lies.Should().HaveCountGreaterThanOrEqualTo(30);
}
