using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Grants.Refresh;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Grants.Refresh;

/// <summary>What an answer says of the refresh token that was sent.</summary>
public sealed class RefreshJudgeTests
{
    private static readonly string Alice = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app"}""");
    private static readonly string Mallory = Given.Jwt("""{"iss":"https://t/","sub":"mallory","aud":"app"}""");

    [Theory]
    [InlineData("rt-4", RefreshTokenFate.Rotated)]
    [InlineData(null, RefreshTokenFate.Unchanged)]
    public void A_success_leaves_the_refresh_token_or_brings_the_next_one(string? rotated, object fate)
    {
        var meaning = Judge(Refreshed(Response("new", refreshToken: rotated)));
        meaning.Problem.Should().BeNull();
        meaning.RefreshToken.Should().Be((RefreshTokenFate)fate);
    }

    /// <summary>G9.</summary>
    [Theory]
    [InlineData(TokenErrorClass.Terminal, "invalid_grant", RefreshTokenFate.Lost)]
    [InlineData(TokenErrorClass.Terminal, "unauthorized_client", RefreshTokenFate.Unchanged)]
    [InlineData(TokenErrorClass.Transient, "invalid_grant", RefreshTokenFate.Unchanged)]
    [InlineData(TokenErrorClass.Challenge, "mfa_required", RefreshTokenFate.Unchanged)]
    [InlineData(TokenErrorClass.UserRefused, "unauthorized", RefreshTokenFate.Unchanged)]
    [InlineData(TokenErrorClass.ClientRefused, "invalid_client", RefreshTokenFate.Unchanged)]
    public void Of_the_failures_only_a_rejected_grant_costs_the_refresh_token(object errorClass, string error, object fate)
    {
        var meaning = Judge(Failed((TokenErrorClass)errorClass, 403, error, null));
        meaning.Problem.Should().BeNull();
        meaning.RefreshToken.Should().Be((RefreshTokenFate)fate);
    }

    [Fact]
    public void An_answer_about_another_user_costs_the_refresh_token_although_it_brings_another()
    {
        var meaning = Judge(Refreshed(Response("theirs", refreshToken: "rt-4", idToken: Mallory)));
        meaning.Problem!.Fault.Should().Be(AnswerFault.AboutAnother);
        meaning.RefreshToken.Should().Be(RefreshTokenFate.Lost);
        Judge(WithoutAccessToken("rt-4", Mallory)).RefreshToken.Should().Be(RefreshTokenFate.Lost);
    }

    /// <summary>G18.</summary>
    [Fact]
    public void No_other_refused_answer_costs_the_refresh_token_beside_it()
    {
        Judge(Refreshed(Response("new", refreshToken: "rt-4", idToken: "opaque"))).RefreshToken.Should().Be(RefreshTokenFate.Rotated);
        Judge(Refreshed(Response("new", refreshToken: "rt-4", seconds: 0))).RefreshToken.Should().Be(RefreshTokenFate.Rotated);
        Judge(Refreshed(Response(Given.Jwt("""{"aud":"x"}"""), refreshToken: "rt-4"))).RefreshToken.Should().Be(RefreshTokenFate.Rotated);
        Judge(WithoutAccessToken("rt-4", Alice)).RefreshToken.Should().Be(RefreshTokenFate.Rotated);
        Judge(Refreshed(Response("new", idToken: "opaque"))).RefreshToken.Should().Be(RefreshTokenFate.Unchanged);
    }

    private static RefreshMeaning Judge(TokenRefreshResult answer) =>
        RefreshJudge.Judge(answer, new AnswerExpectation { Audience = Orders, IdToken = Alice }, Given.Now);
}
