using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Jwt;

public sealed class JwtClaimsTests
{
    [Theory]
    [InlineData("""{"aud":"a"}""", "a")]
    [InlineData("""{"aud":["a","b"]}""", "a b")]
    [InlineData("""{"aud":[]}""", "")]
    [InlineData("{}", "")]
    [InlineData("""{"aud":null}""", null)]
    [InlineData("""{"aud":{"a":1}}""", null)]
    [InlineData("""{"aud":["a",null]}""", null)]
    [InlineData("""{"aud":"a","aud":"b"}""", null)]
    public void Audiences_are_texts_or_cannot_be_told(string payload, string? audiences)
    {
        var read = JwtClaims.Read(Given.Jwt(payload))!.Audiences;
        (read is { } told ? string.Join(' ', told) : null).Should().Be(audiences);
    }

    [Fact]
    public void Claims_that_can_be_read_in_two_ways_are_none()
    {
        var claims = JwtClaims.Read(Given.Jwt("""{"sub":"alice","exp":7,"exp":8}"""))!;
        claims.IsStrict.Should().BeFalse();
        claims.Text("sub").Should().BeNull();
        claims.Seconds("exp").Should().BeNull();
    }

    [Fact]
    public void Claims_are_read_by_their_type()
    {
        var claims = JwtClaims.Read(Given.Jwt("""{"sub":"alice","exp":7.5,"n":"7"}"""))!;
        claims.IsStrict.Should().BeTrue();
        (claims.Text("sub"), claims.Text("exp"), claims.Seconds("exp"), claims.Seconds("n")).Should().Be(("alice", null, 7, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn")]
    public void What_is_no_signed_token_has_no_claims(string? token) => JwtClaims.Read(token).Should().BeNull();
}
