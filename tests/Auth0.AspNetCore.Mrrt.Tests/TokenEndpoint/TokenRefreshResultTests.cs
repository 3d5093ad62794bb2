using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>G12: what a result prints is safe to log, whoever wrote the answer.</summary>
public sealed class TokenRefreshResultTests
{
    [Fact]
    public void A_failure_prints_its_class_its_status_and_a_code_that_is_one() =>
        Given.Failed(TokenErrorClass.Terminal, 403, "invalid_grant", "why").ToString()
            .Should().Be("Terminal: 403 invalid_grant");

    [Theory]
    [InlineData("a line\nof its own")]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9/secret")]
    public void A_code_that_is_none_is_not_printed(string code) =>
        Given.Failed(TokenErrorClass.Terminal, 403, code, "why").ToString()
            .Should().NotContain(code).And.StartWith("Terminal: 403 ");

    [Fact]
    public void A_success_prints_no_token()
    {
        var response = Given.Response("secret", refreshToken: "secret", idToken: "secret");
        Given.Refreshed(response).ToString().Should().Be("refreshed");
        response.ToString().Should().Contain("2026-03-01T13:00:00").And.NotContain("secret");
    }

    [Fact]
    public void No_answer_is_transient()
    {
        var result = TokenRefreshResult.Of(GrantAnswer.Unanswered(new IOException("x"), "why"));
        result.Succeeded.Should().BeFalse();
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        result.Exception.Should().BeOfType<IOException>();
        result.ErrorDescription.Should().Be("why");
        result.StatusCode.Should().BeNull();
        result.GrantRejected.Should().BeFalse();
    }

    /// <summary>What the token says of itself is believed no longer than what the answer says.</summary>
    [Theory]
    [InlineData("253402300799")]
    [InlineData("99999999999")]
    [InlineData("9223372036854775807")]
    public async Task No_lifetime_is_believed_beyond_the_longest(string exp)
    {
        var time = new ManualTimeProvider();
        using var response = TokenDesk.Json($$"""{"access_token":"{{Given.Jwt($$"""{"exp":{{exp}}}""")}}"}""");
        var result = await new TokenResponseReader(time).ReadAsync(response, time.GetUtcNow(), isWhole: true, default);
        result.Response!.ExpiresAt.Should().Be(time.GetUtcNow() + TokenResponseReader.LongestLifetime);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("1e400")]
    public async Task An_expiry_that_is_no_moment_is_none(string exp)
    {
        var time = new ManualTimeProvider();
        using var response = TokenDesk.Json($$"""{"access_token":"{{Given.Jwt($$"""{"exp":{{exp}}}""")}}"}""");
        var result = await new TokenResponseReader(time).ReadAsync(response, time.GetUtcNow(), isWhole: true, default);
        result.Response!.ExpiresAt.Should().Be(time.GetUtcNow() + TokenResponseReader.AssumedLifetime);
    }
}
