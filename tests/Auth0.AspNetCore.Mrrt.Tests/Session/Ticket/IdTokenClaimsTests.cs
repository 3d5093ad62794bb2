using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>conformance.md, official SDK 40: the claims follow a refreshed ID token, and the application's stay.</summary>
public sealed class IdTokenClaimsTests
{
    private const string Older = """{"iss":"https://t/","sub":"alice","name":"A","email":"a@x","aud":"app","exp":9,"iat":1}""";
    private const string Newer = """{"iss":"https://t/","sub":"alice","name":"B","aud":"app","exp":19,"iat":11}""";

    private readonly ClaimActionCollection _actions = new Auth0WebAppOptions().ClaimActions;

    [Fact]
    public void Claims_about_the_user_are_taken_and_those_of_the_protocol_left()
    {
        var claims = Identity(
            """
            {"iss":"https://t/","sub":"alice","name":"A","sid":"s","org_id":"o","aud":"app","azp":"z","exp":9,"iat":1,"nbf":1,
             "jti":"j","nonce":"n","at_hash":"h","c_hash":"c","s_hash":"s","acr":"1","own":"x"}
            """).Claims.ToArray();
        claims.Select(claim => claim.Type).Should().BeEquivalentTo(
            "sub", "name", "sid", "org_id", ClaimTypes.NameIdentifier);
        claims.Should().OnlyContain(claim => claim.Issuer == "https://t/");
        claims.Last().Value.Should().Be("alice");
        claims.Last().ValueType.Should().Be(ClaimValueTypes.String);
    }

    [Fact]
    public void Values_keep_their_type_and_lists_become_several_claims()
    {
        var identity = Identity(
            """
            {"sub":"a","email_verified":true,"phone_number_verified":false,"updated_at":7,"zoneinfo":1.5,"address":{"a":"b"},
             "roles":["r1","r2"],"name":null}
            """);
        (string Type, string Value, string ValueType)[] claims =
            [.. identity.Claims.Select(claim => (claim.Type, claim.Value, claim.ValueType))];
        claims.Should().BeEquivalentTo(new[]
        {
            ("sub", "a", ClaimValueTypes.String),
            ("email_verified", "true", ClaimValueTypes.Boolean),
            ("phone_number_verified", "false", ClaimValueTypes.Boolean),
            ("updated_at", "7", ClaimValueTypes.Integer64),
            ("zoneinfo", "1.5", ClaimValueTypes.Double),
            ("address", """{"a":"b"}""", "JSON"),
            ("roles", "r1", ClaimValueTypes.String),
            ("roles", "r2", ClaimValueTypes.String),
            (ClaimTypes.NameIdentifier, "a", ClaimValueTypes.String),
        });
        new ClaimsPrincipal(identity).IsInRole("r2").Should().BeTrue();
    }

    /// <summary>The framework's own actions spell a flag True, and a policy that asks for true would not match.</summary>
    [Fact]
    public void An_action_of_the_application_replaces_the_default_and_spells_as_JSON_does()
    {
        _actions.MapJsonKey("email_verified", "email_verified");
        _actions.MapUniqueJsonKey("phone_number_verified", "phone_number_verified");
        _actions.MapJsonKey(ClaimTypes.NameIdentifier, "own");
        _actions.MapJsonKey("flags", "flags");
        _actions.MapJsonKey("number", "number", ClaimValueTypes.Integer64);
        var identity = Identity(
            """
            {"sub":"a","email_verified":true,"phone_number_verified":false,"own":"b","flags":[true,false,true],"number":7}
            """);
        identity.Claims.Select(claim => $"{claim.Type}={claim.Value}").Should().BeEquivalentTo(
            "sub=a", "email_verified=true", "phone_number_verified=false", $"{ClaimTypes.NameIdentifier}=b", "flags=true",
            "flags=false", "number=7");
    }

    /// <summary>A list of other values is the framework's own affair.</summary>
    [Fact]
    public void Lists_that_hold_no_flags_or_not_only_flags_are_left_to_the_framework()
    {
        _actions.MapJsonKey("mixed", "mixed");
        _actions.MapJsonKey("none", "none");
        _actions.MapJsonKey("texts", "texts");
        Identity("""{"mixed":[true,"x"],"none":[],"texts":["y"]}""").Claims.Select(claim => $"{claim.Type}={claim.Value}")
            .Should().BeEquivalentTo("mixed=True", "mixed=x", "texts=y");
    }

    [Fact]
    public void The_types_of_a_user_s_name_and_roles_are_the_application_s_or_name_and_roles()
    {
        var names = new TokenValidationParameters { NameClaimType = "nickname", RoleClaimType = "groups" };
        var claims = JsonDocument.Parse("{}").RootElement;
        var identity = IdTokenClaims.Identity(_actions, "Auth0", claims, "https://t/", names);
        (identity.NameClaimType, identity.RoleClaimType).Should().Be(("nickname", "groups"));
        identity = IdTokenClaims.Identity(_actions, "Auth0", claims, "https://t/");
        (identity.NameClaimType, identity.RoleClaimType).Should().Be(("name", "roles"));
    }

    [Fact]
    public void An_action_that_deletes_leaves_nothing()
    {
        _actions.DeleteClaim("name");
        Identity("""{"sub":"a","name":"A"}""").FindAll("name").Should().BeEmpty();
    }

    [Fact]
    public void A_newer_id_token_replaces_what_the_older_one_said_and_leaves_what_the_application_added()
    {
        var principal = Principal();
        var renewed = IdTokenClaims.Renew(principal, _actions, Given.Jwt(Older), Given.Jwt(Newer), out _);
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
        IdTokenClaims.Renew(principal, _actions, Given.Jwt(Older), idToken, out _).Should().BeSameAs(principal);
        IdTokenClaims.Renew(principal, _actions, idToken, Given.Jwt(Newer), out _).Should().BeSameAs(principal);
    }

    [Fact]
    public void An_id_token_of_another_tenant_replaces_nothing() =>
        IdTokenClaims.Renew(
                Principal(), _actions, Given.Jwt("""{"iss":"https://other/","sub":"alice","name":"A"}"""), Given.Jwt(Newer), out _)
            .Identity!.Name.Should().Be("A");

    [Fact]
    public void What_the_older_id_token_did_not_say_comes_with_the_newer_one()
    {
        const string renamed = """{"iss":"https://t/","sub":"alice","name":"B","aud":"app","nickname":"Al"}""";
        var renewed = IdTokenClaims.Renew(Principal(), _actions, Given.Jwt(Older), Given.Jwt(renamed), out _);
        renewed.FindAll("nickname").Should().ContainSingle().Which.Issuer.Should().Be("https://t/");
    }

    /// <summary>An application that copies a claim under a name of its own, or changes its value.</summary>
    [Theory]
    [InlineData("display", "A")]
    [InlineData("email", "a@x.example.com")]
    public void A_claim_that_the_older_id_token_did_not_make_stays(string type, string value)
    {
        var principal = Principal();
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.RemoveClaim(identity.FindFirst("email"));
        identity.AddClaim(new Claim(type, value, ClaimValueTypes.String, "https://t/"));
        IdTokenClaims.Renew(principal, _actions, Given.Jwt(Older), Given.Jwt(Newer), out _).FindAll(type)
            .Should().ContainSingle().Which.Value.Should().Be(value);
    }

    /// <summary>What the application took away or put in its place at the login is its own affair.</summary>
    [Fact]
    public void What_the_application_took_away_stays_away()
    {
        var principal = Principal();
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.RemoveClaim(identity.FindFirst("name"));
        identity.AddClaim(new Claim("name", "Boss"));
        var renewed = IdTokenClaims.Renew(principal, _actions, Given.Jwt(Older), Given.Jwt(Newer), out _);
        renewed.FindAll("name").Select(claim => claim.Value).Should().Equal("Boss", "badge");
        renewed.FindFirst("email").Should().BeNull();
    }

    /// <summary>peer-traps 2.6 e: the same choice at a login and after a refresh.</summary>
    [Fact]
    public void The_application_s_choice_of_claims_holds_after_a_refresh_too()
    {
        _actions.Remove("name");
        var renewed = IdTokenClaims.Renew(Principal(), _actions, Given.Jwt(Older), Given.Jwt(Newer), out _);
        renewed.FindAll("name").Select(claim => claim.Value).Should().Equal("badge");
        renewed.FindFirst("iss").Should().BeNull();
    }

    private ClaimsIdentity Identity(string claims) =>
        IdTokenClaims.Identity(_actions, "Auth0", JsonDocument.Parse(claims).RootElement, "https://t/");

    private ClaimsPrincipal Principal()
    {
        var identity = Identity(Older);
        identity.AddClaim(new Claim("own", "mine"));
        return new(
        [
            identity,
            new ClaimsIdentity([new Claim("name", "badge")], "Badge", "name", "roles"),
        ]);
    }
}
