using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>conformance.md, "ID-token validation": what a login makes of the ID token, and which check the log names.</summary>
public sealed class IdTokenChecksTests
{
    private static readonly string Hash =
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes("access-token-1")).AsSpan(0, 16).ToArray());

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    [InlineData(SecurityAlgorithms.EcdsaSha256)]
    public async Task The_algorithms_of_the_tenant_s_keys_are_accepted(string algorithm)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Algorithm = algorithm;
        rig.Tenant.Claims = claims => claims["at_hash"] = Hash;
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.Answer = answer => answer["access_token"] = "another";
        await using var other = await LoginRig.StartAsync();
        other.Tenant.Algorithm = algorithm;
        other.Tenant.Claims = claims => claims["at_hash"] = Hash;
        other.Tenant.Answer = answer => answer["access_token"] = "another";
        (await other.RefusalAsync()).Should().Contain("OpenIdConnectProtocolInvalidAtHashException");
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha512)]
    [InlineData(SecurityAlgorithms.HmacSha256)]
    public async Task Other_algorithms_are_not(string algorithm)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Algorithm = algorithm;
        (await rig.RefusalAsync()).Should().EndWith("was refused: alg. ");
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        await using var rig = await LoginRig.StartAsync();
        var none = Base64UrlEncoder.Encode("""{"alg":"none"}""");
        rig.Tenant.Answer = answer => answer["id_token"] =
            none + "." + answer["id_token"]!.GetValue<string>().Split('.')[1] + ".";
        (await rig.RefusalAsync()).Should().EndWith("was refused: alg. ");
    }

    public static TheoryData<string, string, Action<JsonObject>> Wrong => new()
    {
        { "two audiences without azp", "azp", claims => claims["aud"] = new JsonArray("app", "other") },
        { "azp of somebody else", "azp", claims => claims["azp"] = "other" },
        { "azp that is no text", "not readable", claims => claims["azp"] = new JsonArray("app") },
        { "no sub", "sub", claims => claims.Remove("sub") },
        { "an empty sub", "sub", claims => claims["sub"] = "" },
        { "a sub that is a number", "sub", claims => claims["sub"] = 7 },
        { "a sub that is too long", "sub", claims => claims["sub"] = new string('x', 256) },
        { "no iat", "iat", claims => claims.Remove("iat") },
        { "an iat that is a text", "iat", claims => claims["iat"] = "1" },
        { "an iat in the future", "iat", claims => claims["iat"] = claims["iat"]!.GetValue<long>() + 61 },
        { "no nonce", "Nonce", claims => claims.Remove("nonce") },
        { "another nonce", "Nonce", claims => claims["nonce"] = "other" },
        { "session_expiry over", "session_expiry", claims => claims["session_expiry"] = claims["iat"]!.GetValue<long>() },
        { "session_expiry in half a minute", "session_expiry", claims => claims["session_expiry"] = claims["iat"]!.GetValue<long>() + 30 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_claim_is_refused_and_the_log_names_the_check(string wrong, string check, Action<JsonObject> change)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Claims = change;
        (await rig.RefusalAsync()).Should().Contain(check, wrong);
    }

    public static TheoryData<string, Action<JsonObject>> Right => new()
    {
        { "nothing special", _ => { } },
        { "azp", claims => claims["azp"] = "app" },
        { "two audiences and azp", claims => (claims["aud"], claims["azp"]) = (new JsonArray("app", "other"), "app") },
        { "one audience in a list", claims => claims["aud"] = new JsonArray("app") },
        { "an iat within the difference of clocks", claims => claims["iat"] = claims["iat"]!.GetValue<long>() + 60 },
        { "session_expiry to come", claims => claims["session_expiry"] = claims["iat"]!.GetValue<long>() + 31 },
        { "session_expiry in milliseconds", claims => claims["session_expiry"] = claims["iat"]!.GetValue<long>() * 1000 },
        { "session_expiry as a text", claims => claims["session_expiry"] = "1" },
        { "a session_expiry of nothing", claims => claims["session_expiry"] = 0 },
        { "a negative session_expiry", claims => claims["session_expiry"] = -1 },
        { "a session_expiry beyond every date", claims => claims["session_expiry"] = 1e300 },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_right_one_is_accepted(string right, Action<JsonObject> change)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Claims = change;
        (await rig.RefusalAsync()).Should().BeNull(right);
    }

    [Theory]
    [InlineData("typ", "at+jwt", "typ")]
    [InlineData("typ", "logout+jwt", "typ")]
    [InlineData("crit", "exp", "crit")]
    public async Task A_token_of_another_kind_is_no_ID_token(string member, string value, string check)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Header[member] = value;
        (await rig.RefusalAsync()).Should().Contain(check);
    }

    /// <summary>Readers differ in which of the two they take.</summary>
    [Fact]
    public void A_member_that_is_there_twice_makes_a_token_unreadable()
    {
        static JsonWebToken Token(string payload) => new(
            Base64UrlEncoder.Encode("""{"alg":"RS256"}""") + "." + Base64UrlEncoder.Encode(payload) + ".c2ln");
        IdTokenRules.Broken(Token("""{"sub":"a","iat":1,"exp":2}"""), "app", DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.Zero).Should().BeNull();
        IdTokenRules.Broken(Token("""{"sub":"a","sub":"b","iat":1,"exp":2}"""), "app", DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.Zero)
            .Should().Be("no clean JSON, or a member twice");
        IdTokenRules.Broken(Token("""{"sub":"a","iat":1}"""), "app", DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.Zero).Should().Be("exp");
    }

    /// <summary>Auth0: an id letter by letter, a name without regard to case.</summary>
    [Theory]
    [InlineData("org_Abc", "org_id", "org_Abc", true)]
    [InlineData("org_Abc", "org_id", "org_abc", false)]
    [InlineData("org_Abc", "org_name", "org_Abc", false)]
    [InlineData("ACME-INC", "org_name", "acme-inc", true)]
    [InlineData("acme-inc", "org_name", "Acme-Inc", true)]
    [InlineData("acme", "org_name", "acme-inc", false)]
    [InlineData("acme", "org_id", "acme", false)]
    [InlineData("acme", "other", "acme", false)]
    public async Task The_organization_that_was_asked_for_is_the_one_signed_in_to(
        string asked, string claim, string given, bool accepted)
    {
        await using var rig = await LoginRig.StartAsync(options => options.LoginParameters["organization"] = asked);
        rig.Tenant.Claims = claims => claims[claim] = given;
        var refusal = await rig.RefusalAsync();
        if (accepted)
        {
            refusal.Should().BeNull();
        }
        else
        {
            refusal.Should().Contain("organization");
        }
    }

    /// <summary>peer-traps 2.6 j: in Turkish the small letter of I is another one.</summary>
    [Fact]
    public void An_organization_is_compared_in_no_culture_s_way()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            'I'.ToString().ToLower(CultureInfo.CurrentCulture).Should().NotBe("i", "this is Turkish");
            var idToken = new JsonWebToken(
                Base64UrlEncoder.Encode("""{"alg":"RS256"}""") + "."
                + Base64UrlEncoder.Encode("""{"sub":"a","org_name":"acme-inc"}""") + ".c2ln");
            LoginRequirements.FirstUnmet(
                    new AuthenticationProperties { Items = { [LoginItems.Organization] = "ACME-INC" } },
                    JwtJson.Payload(idToken)!.Value,
                    TimeSpan.FromMinutes(1),
                    DateTimeOffset.UnixEpoch)
                .Should().BeNull();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("60", -120, true)]
    [InlineData("60", -121, false)]
    [InlineData("0", -60, true)]
    [InlineData("0", -61, false)]
    [InlineData("60", null, false)]
    public async Task A_sign_in_at_the_tenant_is_as_young_as_was_asked_for(string maxAge, int? seconds, bool accepted)
    {
        await using var rig = await LoginRig.StartAsync(options => options.LoginParameters["max_age"] = maxAge);
        rig.Tenant.Claims = claims =>
        {
            if (seconds is not null)
            {
                claims["auth_time"] = claims["iat"]!.GetValue<long>() + seconds;
            }
        };
        var refusal = await rig.RefusalAsync();
        if (accepted)
        {
            refusal.Should().BeNull();
        }
        else
        {
            refusal.Should().Contain("auth_time");
        }
    }

    /// <summary>What was asked for was a sign-in after the login began, not one a moment before its end.</summary>
    [Fact]
    public async Task Who_takes_minutes_over_a_second_factor_has_signed_in_since()
    {
        await using var rig = await LoginRig.StartAsync(options => options.LoginParameters["max_age"] = "0");
        var asked = await rig.BeginAsync();
        var signedIn = rig.Time.GetUtcNow().AddSeconds(10).ToUnixTimeSeconds();
        rig.Time.Advance(TimeSpan.FromMinutes(10));
        rig.Tenant.Claims = claims => claims["auth_time"] = signedIn;
        (await rig.RefusalAsync(await rig.ComeBackAsync(asked["state"]!))).Should().BeNull();
    }

    [Theory]
    [InlineData(-120, true)]
    [InlineData(-121, false)]
    [InlineData(null, false)]
    public async Task A_single_login_that_asks_for_it_is_held_to_it_as_well(int? seconds, bool accepted)
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.ClaimActions.MapJsonKey("auth_time", "auth_time"),
            map: application => application.MapGet("/step-up", (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").WithMaxAge(TimeSpan.FromSeconds(60)).Build())));
        (await rig.RefusalAsync()).Should().BeNull();
        (await rig.ClaimsAsync()).Should().NotContain(claim => claim.StartsWith("auth_time=", StringComparison.Ordinal));

        long? authTime = null;
        rig.Tenant.Claims = claims =>
        {
            if (seconds is not null)
            {
                authTime = claims["iat"]!.GetValue<long>() + seconds;
                claims["auth_time"] = authTime;
            }
        };
        using var response = await rig.SignInAsync("/step-up");
        response.StatusCode.Should().Be(accepted ? HttpStatusCode.Found : HttpStatusCode.InternalServerError);
        rig.Logs.Lines.Any(line => line.Contains("was refused: auth_time", StringComparison.Ordinal)).Should().Be(!accepted);
        (await rig.ClaimsAsync()).Contains($"auth_time={authTime}").Should().Be(accepted);
    }
}
