using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Grants;

/// <summary>OpenID Connect Core 1.0, section 12.2; conformance.md: "sub mismatch on refresh" is in nobody's tests.</summary>
public sealed class IdTokenContinuityTests
{
    private static readonly string Before = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":["app","other"]}""");

    [Theory]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":"app"}""", null)]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":["x","other"]}""", null)]
    [InlineData("""{"iss":"https://evil/","sub":"alice","aud":"app"}""", "the new ID token has another issuer")]
    [InlineData("""{"sub":"alice","aud":"app"}""", "the new ID token has another issuer")]
    [InlineData("""{"iss":"https://t/","sub":"mallory","aud":"app"}""", "the new ID token is about another user")]
    [InlineData("""{"iss":"https://t/","sub":"Alice","aud":"app"}""", "the new ID token is about another user")]
    [InlineData("""{"iss":"https://t/","aud":"app"}""", "the new ID token is about another user")]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":"APP"}""", "the new ID token is for another application")]
    [InlineData("""{"iss":"https://t/","sub":"alice"}""", "the new ID token is for another application")]
    public void A_new_id_token_speaks_of_the_same_user_tenant_and_application(string payload, string? problem) =>
        Said(Before, Given.Jwt(payload)).Should().Be(problem);

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("e30.bm90IGpzb24.c2ln")]
    public void A_new_id_token_that_cannot_be_read_is_refused(string after)
    {
        Said(Before, after).Should().Be("the new ID token cannot be read");
        IdTokenContinuity.Problem(after, Before).Should().BeNull("there is nothing to compare with");
        Said(null, after).Should().Be("the new ID token cannot be read");
        Said("opaque", after).Should().Be("the new ID token cannot be read");
    }

    /// <summary>Another handler may have accepted it at the login.</summary>
    [Theory]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":"app"}""", null)]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":"another"}""", null)]
    [InlineData("""{"iss":"https://t/","sub":"mallory","aud":"app"}""", "the new ID token is about another user")]
    [InlineData("""{"iss":"https://evil/","sub":"alice","aud":"app"}""", "the new ID token has another issuer")]
    public void Of_an_earlier_id_token_that_strict_readers_refuse_the_user_and_the_issuer_count(string after, string? problem) =>
        Said(Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app","x":1,"x":2}"""), Given.Jwt(after)).Should().Be(problem);

    /// <summary>T12. Readers differ in which of two members they take.</summary>
    [Theory]
    [InlineData("""{"iss":"https://t/","sub":"mallory","sub":"alice","aud":"app"}""")]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":"app","x":1,"x":2}""")]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":5}""")]
    public void A_new_id_token_that_can_be_read_in_two_ways_is_refused(string payload) =>
        Said(Before, Given.Jwt(payload)).Should().Be("the new ID token cannot be read");

    /// <summary>T14. The limit of a login.</summary>
    [Fact]
    public void A_new_id_token_is_read_up_to_the_size_that_a_login_accepts()
    {
        IdTokenContinuity.Problem(Before, Large(256_000)).Should().BeNull();
        Said(Before, Large(256_001)).Should().Be("the new ID token cannot be read");
    }

    [Theory]
    [InlineData("""{"iss":"https://t/","sub":"mallory","aud":"app"}""", AnswerFault.AboutAnother)]
    [InlineData("""{"iss":"https://t/","sub":"alice","aud":{}}""", AnswerFault.UnreadableIdToken)]
    public void A_problem_tells_another_user_from_a_token_that_cannot_be_read(string payload, object fault) =>
        IdTokenContinuity.Problem(Before, Given.Jwt(payload))!.Fault.Should().Be((AnswerFault)fault);

    private static string? Said(string? before, string? after) => IdTokenContinuity.Problem(before, after)?.Description;

    private static string Large(int length)
    {
        var token = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app"}""");
        return token + new string('A', length - token.Length);
    }

    /// <summary>Official SDK 40: another organization: the old name.</summary>
    [Theory]
    [InlineData("""{"org_id":"org_a"}""", """{"org_id":"org_a","org_name":"renamed"}""", true)]
    [InlineData("""{"org_id":"org_a"}""", """{"org_id":"org_b"}""", false)]
    [InlineData("""{"org_id":"org_a"}""", """{"org_id":"ORG_A"}""", false)]
    [InlineData("""{"org_id":"org_a"}""", "{}", false)]
    [InlineData("{}", """{"org_id":"org_b"}""", false)]
    [InlineData("{}", "{}", true)]
    public void The_claims_follow_an_id_token_of_the_same_organization_only(string before, string after, bool same) =>
        IdTokenContinuity.SameOrganization(Given.Jwt(before), Given.Jwt(after)).Should().Be(same);

    [Fact]
    public void Where_no_id_token_was_before_any_organization_will_do() =>
        IdTokenContinuity.SameOrganization(null, Given.Jwt("""{"org_id":"org_b"}""")).Should().BeTrue();

    [Fact]
    public void Without_two_id_tokens_there_is_nothing_to_compare()
    {
        IdTokenContinuity.Problem(Before, null).Should().BeNull();
        IdTokenContinuity.Problem(null, Before).Should().BeNull();
        IdTokenContinuity.Problem(null, null).Should().BeNull();
    }
}
