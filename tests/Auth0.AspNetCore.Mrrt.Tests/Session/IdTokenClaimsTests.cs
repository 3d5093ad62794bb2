using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session;

/// <summary>conformance.md, official SDK 40: the claims follow a refreshed ID token, and the application's stay.</summary>
public sealed class IdTokenClaimsTests
{
    private const string Older = """{"iss":"https://t/","sub":"alice","name":"A","email":"a@x","aud":"app","exp":9,"iat":1}""";
    private const string Newer = """{"iss":"https://t/","sub":"alice","name":"B","aud":"app","exp":19,"iat":11}""";

    [Fact]
    public void Claims_about_the_user_are_taken_and_those_of_the_protocol_left()
    {
        var claims = IdTokenClaims.Of(new JsonWebToken(Given.Jwt(
            """
            {"iss":"https://t/","sub":"alice","name":"A","sid":"s","org_id":"o","aud":"app","azp":"z","exp":9,"iat":1,"nbf":1,
             "jti":"j","nonce":"n","at_hash":"h","c_hash":"c","s_hash":"s","acr":"1"}
            """))).ToArray();
        claims.Select(claim => claim.Type).Should().BeEquivalentTo(
            "sub", "name", "sid", "org_id", ClaimTypes.NameIdentifier);
        claims.Should().OnlyContain(claim => claim.Issuer == "https://t/");
        claims.Last().Value.Should().Be("alice");
        claims.Last().ValueType.Should().Be(ClaimValueTypes.String);
    }

    [Fact]
    public void A_newer_id_token_replaces_what_the_older_one_said_and_leaves_what_the_application_added()
    {
        var principal = Principal();
        var renewed = IdTokenClaims.Renew(principal, Given.Jwt(Newer));
        renewed.Identity!.Name.Should().Be("B");
        renewed.FindFirst("email").Should().BeNull();
        renewed.FindFirst("own")!.Value.Should().Be("mine");
        renewed.FindAll(ClaimTypes.NameIdentifier).Should().ContainSingle();
        renewed.Identities.Last().Claims.Should().ContainSingle("an identity of somebody else is left alone");
        principal.Identity!.Name.Should().Be("A", "the principal of the request stays as it is");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("e30.bm90IGpzb24.c2ln")]
    public void Without_an_id_token_that_can_be_read_the_claims_stay(string? idToken)
    {
        var principal = Principal();
        IdTokenClaims.Renew(principal, idToken).Should().BeSameAs(principal);
    }

    [Fact]
    public void An_id_token_of_another_tenant_replaces_nothing() =>
        IdTokenClaims.Renew(Principal(), Given.Jwt("""{"iss":"https://other/","sub":"x","name":"X"}""")).Identity!.Name
            .Should().Be("A");

    private static ClaimsPrincipal Principal() => new(
    [
        new ClaimsIdentity(
            IdTokenClaims.Of(new JsonWebToken(Given.Jwt(Older))).Append(new Claim("own", "mine")), "Auth0", "name", "roles"),
        new ClaimsIdentity([new Claim("name", "badge")], "Badge", "name", "roles"),
    ]);
}
