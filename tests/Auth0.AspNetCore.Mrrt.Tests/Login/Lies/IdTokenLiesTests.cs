using System.Text.Json.Nodes;
using static Auth0.AspNetCore.Mrrt.Lies.IdTokenLie;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>A provider that lies in its ID tokens.</summary>
public sealed class IdTokenLiesTests(LyingProviders providers) : IClassFixture<LyingProviders>
{
    private static readonly Dictionary<string, IdTokenLie> Lies =
        ClaimLies.All.Concat(SignatureLies.All).Concat(ShapeLies.All).ToDictionary(lie => lie.Name);

    private static readonly Dictionary<string, IdTokenLie> Truths = new[]
    {
        Claim("an honest token", "", _ => { }),
        Claim("every claim, and all of them right", "", claims =>
        {
            var now = claims["iat"]!.GetValue<long>();
            claims["aud"] = new JsonArray("app", "https://tenant.example.com/userinfo");
            claims["azp"] = "app";
            claims["nbf"] = now;
            claims["auth_time"] = now;
            claims["at_hash"] = ClaimLies.HalfHash;
            claims["org_id"] = "org_Abc";
            claims["org_name"] = "acme";
            claims["session_expiry"] = claims["exp"]!.GetValue<long>();
        }) with
        {
            LoginParameters = new() { ["max_age"] = "60", ["organization"] = "org_Abc" },
        },
        Payload("a payload that a case wrote", "", honest => honest),
        Header("a header that a case wrote", "", Forgery.Header),
        Header("a header with a certificate's address in it", "",
            """{"alg":"RS256","kid":"rsa","x5u":"https://tell-tale.example.com/","jku":"https://tell-tale.example.com/"}"""),
        Token("ES256 that a case signed", "", claims => Forgery.Token(
            """{"alg":"ES256","typ":"JWT","kid":"ec"}""",
            claims.ToJsonString(),
            Forgery.Ec(ScriptedTenant.Ec, System.Security.Cryptography.HashAlgorithmName.SHA256))),
        new("a key that a case published", "")
        {
            Alone = true,
            Tell = tenant =>
            {
                tenant.KeySet["keys"]!.AsArray().Add(Forgery.Publish(Forgery.OtherRsa, "other"));
                tenant.Forge = claims => Forgery.Token(
                    """{"alg":"RS256","kid":"other"}""", claims.ToJsonString(), Forgery.Rs256(Forgery.OtherRsa));
            },
        },
    }.ToDictionary(truth => truth.Name);

    public static TheoryData<string> Told => [.. Lies.Keys];

    public static TheoryData<string> True => [.. Truths.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_in_the_ID_token_is_refused_and_the_log_names_the_check(string lie)
    {
        var provider = await ProviderAsync(Lies[lie]);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(
            response, $"[402] The ID token of a login with scheme Auth0 was refused: {Lies[lie].Check}.", lie);
    }

    /// <summary>The rig can be seen to work: what the lies are made of is accepted where nothing is bent.</summary>
    [Theory]
    [MemberData(nameof(True))]
    public async Task The_truth_is_accepted(string truth)
    {
        var provider = await ProviderAsync(Truths[truth]);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, truth);
    }

    private Task<LyingProvider> ProviderAsync(IdTokenLie lie) => providers.GetAsync(
        options =>
        {
            foreach (var (name, value) in lie.LoginParameters)
            {
                options.LoginParameters[name] = value;
            }
        },
        lie.Tell,
        lie.Alone || lie.LoginParameters.Count > 0);

    [Fact]
    public void There_are_lies_enough() => Lies.Should().HaveCountGreaterThanOrEqualTo(70);
}
