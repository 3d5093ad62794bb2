using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Design, part 6: one reason out of a closed list.</summary>
public sealed class FailedAnswerTests
{
    [Theory]
    [InlineData(TokenErrorClass.Challenge, "mfa_required", AccessTokenFailure.MfaRequired)]
    [InlineData(TokenErrorClass.Challenge, "login_required", AccessTokenFailure.InteractionRequired)]
    [InlineData(TokenErrorClass.Terminal, "invalid_grant", AccessTokenFailure.RefreshTokenRejected)]
    [InlineData(TokenErrorClass.Terminal, "invalid_client", AccessTokenFailure.ExchangeRefused)]
    [InlineData(TokenErrorClass.UserRefused, "unauthorized", AccessTokenFailure.UserBlocked)]
    [InlineData(TokenErrorClass.ClientRefused, "invalid_client", AccessTokenFailure.ClientRefused)]
    [InlineData(TokenErrorClass.Transient, "invalid_grant", AccessTokenFailure.Transient)]
    [InlineData(TokenErrorClass.Transient, "mfa_required", AccessTokenFailure.Transient)]
    [InlineData(TokenErrorClass.Transient, null, AccessTokenFailure.Transient)]
    public void The_class_of_an_error_decides_the_reason(object errorClass, string? error, AccessTokenFailure reason) =>
        FailedAnswer.Result(Given.Failed((TokenErrorClass)errorClass, 400, error, "why"))
            .Reason.Should().Be(reason);

    /// <summary>conformance.md, "Writing": 5xx JSON error body: code and description preserved.</summary>
    [Fact]
    public void All_that_the_tenant_said_comes_along()
    {
        var result = FailedAnswer.Result(Given.Failed(
            TokenErrorClass.Transient, 503, "busy", "later", TimeSpan.FromSeconds(7), "mfa-token", new MfaRequirements(["otp"])));
        result.StatusCode.Should().Be(503);
        result.Error.Should().Be("busy");
        result.ErrorDescription.Should().Be("later");
        result.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        result.MfaToken.Should().Be("mfa-token");
        result.MfaRequirements!.Challenge.Should().Equal("otp");
        result.ToString().Should().NotContain("mfa-token");
    }

    [Fact]
    public void Refused_credentials_are_named_to_the_operator() =>
        FailedAnswer.Result(Given.Failed(TokenErrorClass.ClientRefused, 401, "access_denied", "Unauthorized"))
            .ErrorDescription.Should().Contain("client secret").And.EndWith("Unauthorized");

    [Fact]
    public void An_audience_that_was_not_granted_is_named_with_its_remedy()
    {
        var result = FailedAnswer.Refused(AnswerProblem.OtherAudience, Need(Inventory));
        result.Reason.Should().Be(AccessTokenFailure.AudienceNotGranted);
        result.ErrorDescription.Should().StartWith("The tenant answered with a token for another audience")
            .And.Contain(Inventory).And.Contain("refresh-token policies").And.EndWith("at the tenant.");
    }

    [Fact]
    public void An_answer_that_came_too_late_can_be_asked_for_again()
    {
        var result = FailedAnswer.Refused(AnswerProblem.ExpiredOnArrival, Need(Inventory));
        (result.Reason, result.Error, result.ErrorDescription).Should().Be((
            AccessTokenFailure.Transient, "expired_on_arrival", "The tenant's answer took longer than the access token lasts."));
    }

    [Fact]
    public void An_answer_about_somebody_else_says_what_differs()
    {
        var result = FailedAnswer.Refused(AnswerProblem.AboutAnother("the new ID token is about another user"), Need(Inventory));
        result.Reason.Should().Be(AccessTokenFailure.ExchangeRefused);
        result.Error.Should().Be("invalid_id_token");
        result.ErrorDescription.Should().Contain("does not belong to this session").And.Contain("another user");
    }

    [Fact]
    public void An_unreadable_id_token_is_refused_and_says_nothing_of_another_user()
    {
        var result = FailedAnswer.Refused(AnswerProblem.UnreadableIdToken, Need(Inventory));
        result.Reason.Should().Be(AccessTokenFailure.ExchangeRefused);
        result.Error.Should().Be("invalid_id_token");
        result.ErrorDescription.Should().Be("The tenant's answer is refused: the new ID token cannot be read.");
    }
}
