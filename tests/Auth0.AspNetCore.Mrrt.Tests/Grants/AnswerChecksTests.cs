using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Grants;

/// <summary>What every grant checks of an answer.</summary>
public sealed class AnswerChecksTests
{
    private static readonly string Alice = Given.Jwt("""{"iss":"https://t/","sub":"alice","aud":"app"}""");
    private static readonly string Mallory = Given.Jwt("""{"iss":"https://t/","sub":"mallory","aud":"app"}""");
    private static readonly string ForAdmin = Given.Jwt($$"""{"aud":"{{Admin}}"}""");
    private static readonly string ForOrders = Given.Jwt($$"""{"aud":"{{Orders}}"}""");

    [Fact]
    public void An_answer_for_the_user_and_the_audience_passes()
    {
        Fault(ForOrders, Alice).Should().BeNull();
        Fault("opaque", Alice).Should().BeNull();
        Fault(ForOrders, idToken: null).Should().BeNull();
    }

    [Fact]
    public void A_token_for_another_audience_is_refused_unless_no_audience_is_expected()
    {
        Fault(ForAdmin).Should().Be(AnswerFault.OtherAudience);
        Fault(ForAdmin, audience: null).Should().BeNull();
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, AnswerFault.ExpiredOnArrival)]
    [InlineData(-1, AnswerFault.ExpiredOnArrival)]
    public void A_token_must_last_beyond_its_arrival(int seconds, object? fault) =>
        Fault(ForOrders, seconds: seconds).Should().Be((AnswerFault?)fault);

    /// <summary>The ID token tells whose answer it is. Then the lifetime, then the audience.</summary>
    [Fact]
    public void The_first_problem_is_named()
    {
        Fault(ForAdmin, Mallory, seconds: 0).Should().Be(AnswerFault.AboutAnother);
        Fault(ForAdmin, "opaque", seconds: 0).Should().Be(AnswerFault.UnreadableIdToken);
        Fault(ForAdmin, Alice, seconds: 0).Should().Be(AnswerFault.ExpiredOnArrival);
    }

    [Fact]
    public void The_id_token_of_an_answer_without_an_access_token_is_checked_as_well()
    {
        Fault(accessToken: null, Mallory).Should().Be(AnswerFault.AboutAnother);
        Fault(accessToken: null, Alice).Should().BeNull();
    }

    private static AnswerFault? Fault(
        string? accessToken, string? idToken = null, string? audience = Orders, int seconds = 3600) => AnswerChecks.FirstProblem(
            accessToken is null ? null : Response(accessToken, seconds: seconds),
            idToken,
            new AnswerExpectation { Audience = audience, IdToken = Alice },
            Now)?.Fault;
}
