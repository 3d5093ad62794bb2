using System.Buffers.Text;
using System.Text;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Jwt;

/// <summary>Which rule a token breaks, one by one; the whole check is in the tests of the login.</summary>
public sealed class IdTokenRulesTests
{
    private const string Client = "app";

    [Theory]
    [InlineData(null, """{"sub":"a","iat":1000,"exp":1}""")]
    [InlineData(null, """{"sub":"a","iat":999,"exp":1,"nbf":0,"aud":"app"}""")]
    [InlineData(null, """{"sub":"a","iat":1,"exp":1,"aud":["app"]}""")]
    [InlineData(null, """{"sub":"a","iat":1,"exp":1,"aud":["app","other"],"azp":"app"}""")]
    [InlineData("sub", """{"iat":1,"exp":1}""")]
    [InlineData("sub", """{"sub":"","iat":1,"exp":1}""")]
    [InlineData("sub", """{"sub":7,"iat":1,"exp":1}""")]
    [InlineData("iat", """{"sub":"a","exp":1}""")]
    [InlineData("iat: this server's clock is behind by 1 s", """{"sub":"a","iat":1001,"exp":1}""")]
    [InlineData("iat", """{"sub":"a","iat":"1","exp":1}""")]
    [InlineData("exp", """{"sub":"a","iat":1}""")]
    [InlineData("exp", """{"sub":"a","iat":1,"exp":0}""")]
    [InlineData("exp", """{"sub":"a","iat":1,"exp":-1}""")]
    [InlineData("nbf", """{"sub":"a","iat":1,"exp":1,"nbf":"1"}""")]
    [InlineData("azp", """{"sub":"a","iat":1,"exp":1,"azp":"other"}""")]
    [InlineData("azp", """{"sub":"a","iat":1,"exp":1,"azp":null}""")]
    [InlineData("azp", """{"sub":"a","iat":1,"exp":1,"aud":["app","other"]}""")]
    public void Of_the_claims(string? broken, string claims) =>
        IdTokenRules.Broken(new JsonWebToken(Given.Jwt(claims)), Client, DateTimeOffset.FromUnixTimeSeconds(1000), TimeSpan.Zero)
            .Should().Be(broken);

    [Theory]
    [InlineData("sub", """{"exp":0,"nbf":"1","azp":"other"}""")]
    [InlineData("iat", """{"sub":"a","exp":0,"nbf":"1","azp":"other"}""")]
    [InlineData("exp", """{"sub":"a","iat":1,"exp":0,"nbf":"1","azp":"other"}""")]
    [InlineData("nbf", """{"sub":"a","iat":1,"exp":1,"nbf":"1","azp":"other"}""")]
    public void The_first_of_several_faults_is_named(string broken, string claims) => Of_the_claims(broken, claims);

    [Theory]
    [InlineData(86_400, "nbf: this server's clock is behind by 86400 s")]
    [InlineData(86_401, "nbf")]
    public void A_token_of_a_distant_future_tells_nothing_of_this_servers_clock(int seconds, string said) =>
        IdTokenRules.Ahead("nbf", TimeSpan.FromSeconds(seconds)).Should().Be(said);

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "sub")]
    public void A_subject_has_at_most_255_characters(int length, string? broken) =>
        Of_the_claims(broken, $$"""{"sub":"{{new string('a', length)}}","iat":1,"exp":1}""");

    [Theory]
    [InlineData(null, """{"alg":"RS256"}""")]
    [InlineData(null, """{"alg":"RS256","typ":"JWT","kid":"k"}""")]
    [InlineData(null, """{"alg":"RS256","typ":"jwt"}""")]
    [InlineData("alg", "{}")]
    [InlineData("alg", """{"alg":"none"}""")]
    [InlineData("alg", """{"alg":"rs256"}""")]
    [InlineData("crit", """{"alg":"RS256","crit":["b64"]}""")]
    [InlineData("crit", """{"alg":"RS256","crit":[]}""")]
    [InlineData("kid", """{"alg":"RS256","kid":null}""")]
    [InlineData("typ", """{"alg":"RS256","typ":"at+jwt"}""")]
    [InlineData("typ", """{"alg":"RS256","typ":""}""")]
    public void Of_the_header(string? broken, string header) =>
        IdTokenRules.BrokenHeader(WithHeader(header), ["RS256"]).Should().Be(broken);

    /// <summary>Readers differ in which of the two they take.</summary>
    [Fact]
    public void A_member_that_is_there_twice_makes_the_part_unreadable()
    {
        const string twice = "no clean JSON, or a member twice";
        Of_the_claims(twice, """{"sub":"a","sub":"b","iat":1,"exp":1}""");
        Of_the_header(twice, """{"alg":"RS256","alg":"RS256"}""");
    }

    public static TheoryData<Exception?, string> Refusals => new()
    {
        { null, "not valid" },
        { new IdTokenRefusedException("azp"), "azp" },
        { new ArgumentException("s3cr3t"), "not readable" },
        { new FormatException("s3cr3t"), "not readable" },
        { new SecurityTokenExpiredException("s3cr3t"), "SecurityTokenExpiredException" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_is_a_word_for_the_log(Exception? refusal, string word) =>
        IdTokenRefusedException.CheckOf(refusal).Should().Be(word);

    private static JsonWebToken WithHeader(string header) =>
        new($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString("{}"u8)}.c2ln");
}
