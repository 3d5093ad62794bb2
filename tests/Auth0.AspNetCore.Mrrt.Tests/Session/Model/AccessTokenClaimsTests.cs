using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>conformance.md, "Writing" [ours]: the access token's <c>aud</c> lacks the audience asked for.</summary>
public sealed class AccessTokenClaimsTests
{
    private const string Orders = "https://orders.example.com";

    [Theory]
    [InlineData("""{"aud":"https://orders.example.com"}""", false)]
    [InlineData("""{"aud":["https://orders.example.com","https://t/userinfo"]}""", false)]
    [InlineData("""{"aud":["https://t/userinfo","https://orders.example.com"]}""", false)]
    [InlineData("""{"aud":"https://other.example.com"}""", true)]
    [InlineData("""{"aud":"https://orders.example.com/"}""", true)]
    [InlineData("""{"aud":"https://ORDERS.example.com"}""", true)]
    [InlineData("""{"aud":[]}""", false)]
    [InlineData("""{"sub":"x"}""", false)]
    [InlineData("""{"aud":""}""", true)]
    public void A_token_that_names_only_others_contradicts(string payload, bool contradicts) =>
        AccessTokenClaims.ContradictsAudience(Given.Jwt(payload), Orders).Should().Be(contradicts);

    /// <summary>T12. Readers differ in what they take from such a token. The API's reader may find another audience.</summary>
    [Theory]
    [InlineData("""{"aud":"https://other.example.com","aud":"https://orders.example.com"}""")]
    [InlineData("""{"aud":"https://orders.example.com","aud":"https://other.example.com"}""")]
    [InlineData("""{"aud":5}""")]
    [InlineData("""{"aud":{}}""")]
    [InlineData("""{"aud":null}""")]
    [InlineData("""{"aud":[1,"https://orders.example.com"]}""")]
    [InlineData("""{"aud":"https://orders.example.com","sub":"a","sub":"b"}""")]
    public void A_token_whose_claims_can_be_read_in_two_ways_contradicts_and_names_no_audience(string payload)
    {
        AccessTokenClaims.ContradictsAudience(Given.Jwt(payload), Orders).Should().BeTrue();
        AccessTokenClaims.Audience(Given.Jwt(payload)).Should().BeNull();
    }

    [Fact]
    public void Nothing_contradicts_the_tenant_s_default_audience() =>
        AccessTokenClaims.ContradictsAudience(Given.Jwt("""{"aud":"x"}"""), null).Should().BeFalse();

    /// <summary>Opaque tokens and those encrypted for their API tell nothing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("e30.bm90IGpzb24.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.c2ln")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn")]
    public void What_cannot_be_read_tells_nothing(string token)
    {
        AccessTokenClaims.ContradictsAudience(token, Orders).Should().BeFalse();
        AccessTokenClaims.Audience(token).Should().BeNull();
        AccessTokenClaims.Scope(token).Should().BeNull();
    }

    [Fact]
    public void The_first_audience_is_the_api_s()
    {
        AccessTokenClaims.Audience(Given.Jwt("""{"aud":["a","b"]}""")).Should().Be("a");
        AccessTokenClaims.Audience(Given.Jwt("""{"aud":"a"}""")).Should().Be("a");
        AccessTokenClaims.Audience(Given.Jwt("{}")).Should().BeNull();
    }

    [Fact]
    public void The_scopes_are_those_the_token_names()
    {
        AccessTokenClaims.Scope(Given.Jwt("""{"scope":"a b"}""")).Should().Be("a b");
        AccessTokenClaims.Scope(Given.Jwt("{}")).Should().BeNull();
    }

    /// <summary>The last is half a letter within a list, which shows only when it is read.</summary>
    [Fact]
    public void Scopes_that_are_no_text_are_none()
    {
        AccessTokenClaims.Scope(Given.Jwt("""{"scope":["a","b"]}""")).Should().BeNull();
        AccessTokenClaims.Scope(Given.Jwt("""{"scope":7}""")).Should().BeNull();
        byte[] payload = [.. "{\"scope\":[\""u8, 0xe1, .. "\"]}"u8];
        AccessTokenClaims.Scope("eyJhbGciOiJSUzI1NiJ9." + System.Buffers.Text.Base64Url.EncodeToString(payload) + ".c2ln")
            .Should().BeNull();
    }
}
