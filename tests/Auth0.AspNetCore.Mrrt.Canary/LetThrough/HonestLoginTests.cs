using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Canary.Rig;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>The rig works: where nothing is bent a user is signed in. A refusal is then the lie's.</summary>
public sealed class HonestLoginTests
{
    private static readonly Dictionary<string, Action<OpenIdConnectOptions>> Configurations = new()
    {
        ["careful"] = Settings.Careful,
        ["plain"] = Settings.Plain,
    };

    public static TheoryData<string> Names => [.. Configurations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_honest_answer_signs_in(string settings) => ShouldSignInAsync(settings);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_token_that_a_case_writes_signs_in(string settings) => ShouldSignInAsync(settings, tenant =>
        tenant.Forge = claims => Forgery.Token(Forgery.Header, claims.ToJsonString()));

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_token_with_ES256_signs_in(string settings) => ShouldSignInAsync(settings, tenant =>
        tenant.Forge = claims => Forgery.Token(
            """{"alg":"ES256","typ":"JWT","kid":"ec"}""",
            claims.ToJsonString(),
            Forgery.Ec(ScriptedTenant.Ec, HashAlgorithmName.SHA256)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_honest_form_signs_in(string settings)
    {
        await using var rig = await FrameworkRig.StartAsync(options =>
        {
            Configurations[settings](options);
            options.ResponseMode = "form_post";
        });
        using var response = await FormLies.HonestAsync(rig, (await rig.BeginAsync())["state"].ToString());
        await ShouldBeSignedInAsync(rig, response);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pushed_request_signs_in(string settings)
    {
        await using var rig = await FrameworkRig.StartAsync(Configurations[settings], tenant =>
            tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par");
        (await rig.BeginAsync()).Should().ContainKey("request_uri");
        using var response = await rig.ComeBackAsync(rig.Tenant.To("oauth/par").Single().Form["state"]);
        await ShouldBeSignedInAsync(rig, response);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Login_parameters_reach_the_tenant(string settings)
    {
        await using var rig = await FrameworkRig.StartAsync(options =>
        {
            Configurations[settings](options);
            Settings.Ask(options, new Dictionary<string, string> { ["max_age"] = "60", ["organization"] = "acme" });
        });
        var asked = await rig.BeginAsync();
        asked["max_age"].ToString().Should().Be("60");
        asked["organization"].ToString().Should().Be("acme");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_user_information_is_asked_for(string settings)
    {
        await using var rig = await FrameworkRig.StartAsync(options =>
        {
            Configurations[settings](options);
            options.GetClaimsFromUserInfoEndpoint = true;
        });
        using var response = await rig.ComeBackAsync((await rig.BeginAsync())["state"].ToString());
        await ShouldBeSignedInAsync(rig, response);
        rig.Tenant.To("userinfo").Should().ContainSingle();
    }

    private static async Task ShouldSignInAsync(string settings, Action<ScriptedTenant>? tell = null)
    {
        await using var rig = await FrameworkRig.StartAsync(Configurations[settings], tell);
        using var response = await rig.ComeBackAsync((await rig.BeginAsync())["state"].ToString());
        await ShouldBeSignedInAsync(rig, response);
    }

    private static async Task ShouldBeSignedInAsync(FrameworkRig rig, HttpResponseMessage response)
    {
        FrameworkRig.SignsIn(response).Should().BeTrue(await response.Content.ReadAsStringAsync());
        using var user = await rig.Browser.GetAsync("/user");
        (await user.Content.ReadAsStringAsync()).Should().Be("a user");
    }
}
