using System.Net;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>Answers of the tenant's endpoints, by their status and their members.</summary>
public sealed class EndpointAnswerTests
{
    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public async Task A_success_has_a_status_from_200_to_299(int status, bool success)
    {
        var answer = await ReadAsync(status, "{}");
        (answer.IsSuccess, answer.ErrorClass == TokenErrorClass.None).Should().Be((success, success));
    }

    [Fact]
    public async Task A_refusal_tells_its_code_and_its_description()
    {
        var answer = await ReadAsync(401, """{"error":"access_denied","error_description":"user is blocked"}""");
        (answer.Error, answer.ErrorDescription, answer.ErrorClass)
            .Should().Be(("access_denied", "user is blocked", TokenErrorClass.UserRefused));
        answer = await ReadAsync(400, "<html>");
        (answer.Error, answer.ErrorDescription, answer.ErrorClass).Should().Be((null, null, TokenErrorClass.Transient));
    }

    [Fact]
    public void A_pause_says_why_nothing_was_sent_and_for_how_long()
    {
        var answer = GrantAnswer.Paused(TimeSpan.FromSeconds(7));
        (answer.ErrorDescription, answer.RetryAfter, answer.ErrorClass)
            .Should().Be(("The tenant has asked to wait.", TimeSpan.FromSeconds(7), TokenErrorClass.Transient));
    }

    [Fact]
    public void A_grant_prints_no_token() => GrantAnswer.Success(Given.Response("at-s3cr3t"), 200).ToString().Should().Be("granted");

    [Theory]
    [InlineData("otp", 0, true)]
    [InlineData("a~!", 0, true)]
    [InlineData("a b", 0, false)]
    [InlineData("caf\u00e9", 0, false)]
    [InlineData("", 0, false)]
    [InlineData("x", 64, true)]
    [InlineData("x", 65, false)]
    public void A_factor_is_a_short_word_of_printable_characters(string type, int length, bool named)
    {
        var name = type.PadRight(length, 'x');
        var answer = JsonSerializer.SerializeToElement(new { mfa_requirements = new { challenge = new[] { new { type = name } } } });
        (MfaRequirementsReader.Read(answer)?.Challenge.Single() == name).Should().Be(named);
    }

    private static async Task<EndpointAnswer> ReadAsync(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        return await EndpointAnswer.ReadAsync(response, Given.Now);
    }
}
