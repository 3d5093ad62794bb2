using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

public sealed class TokenResponseReaderTests
{
    private readonly ManualTimeProvider _time = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public async Task A_full_answer_is_read_whole()
    {
        var result = await ReadAsync("""
            {"access_token":"at","token_type":"DPoP","expires_in":60,"refresh_token":"rt","id_token":"it","scope":"a b","x":[1]}
            """);
        result.Response.Should().BeEquivalentTo(new
        {
            AccessToken = "at",
            TokenType = "DPoP",
            RefreshToken = "rt",
            IdToken = "it",
            Scope = "a b",
            ExpiresAt = Now.AddSeconds(60),
        });
    }

    [Fact]
    public async Task Only_the_access_token_is_needed()
    {
        var result = await ReadAsync("""{"access_token":"at"}""");
        result.Response.Should().BeEquivalentTo(new
        {
            AccessToken = "at",
            TokenType = "Bearer",
            RefreshToken = (string?)null,
            IdToken = (string?)null,
            Scope = (string?)null,
            ExpiresAt = Now + TokenResponseReader.AssumedLifetime,
        });
    }

    /// <summary>Official SDK 31: 200 without a usable token is a failure, whatever it looks like.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html></html>")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":"  "}""")]
    [InlineData("""{"access_token":null}""")]
    [InlineData("""{"access_token":7}""")]
    [InlineData("""{"access_token":{"a":"b"}}""")]
    [InlineData("""{"access_token":"a","access_token":"b"}""")]
    [InlineData("""{"access_token":"\ud800"}""")]
    [InlineData("""{"\ud800":"b"}""")]
    [InlineData("""{"\ud800":"b","x":1}""")]
    [InlineData("""{"access_token":"a"} trailing""")]
    [InlineData("""{"access_token":"a","error":"invalid_grant"}""")]
    [InlineData("""{"access_token":"a","error":7}""")]
    [InlineData("""{"access_token":"a","token_type":7}""")]
    public async Task Success_without_a_usable_token_is_a_failure_that_changes_nothing(string body)
    {
        var result = await ReadAsync(body);
        result.Succeeded.Should().BeFalse();
        result.Error.Should().Be(GrantAnswer.InvalidTokenResponse);
        result.StatusCode.Should().Be(200);
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        result.GrantRejected.Should().BeFalse();
    }

    /// <summary>G5: the refresh token that was sent has been spent for it.</summary>
    [Theory]
    [InlineData("""{"refresh_token":"rt","id_token":"it"}""", "rt", "it")]
    [InlineData("""{"access_token":7,"refresh_token":"rt"}""", "rt", null)]
    [InlineData("""{"access_token":" ","refresh_token":"rt","id_token":7}""", "rt", null)]
    [InlineData("""{"refresh_token":""}""", null, null)]
    [InlineData("""{"refresh_token":7,"id_token":"it"}""", null, null)]
    public async Task The_refresh_token_of_a_success_without_an_access_token_comes_along(
        string body, string? refreshToken, string? idToken)
    {
        var result = await ReadAsync(body);
        result.Succeeded.Should().BeFalse();
        result.RotatedRefreshToken.Should().Be(refreshToken);
        result.IdToken.Should().Be(idToken);
        result.ErrorDescription.Should().Contain("no usable access token");
        result.ToString().Should().Be("Transient: 200 invalid_token_response");
    }

    /// <summary>T1. The strict reader takes none of them.</summary>
    [Theory]
    [InlineData("\uFEFF{\"access_token\":\"at\",\"refresh_token\":\"rt\"}")]
    [InlineData("""{"access_token":"at","refresh_token":"r1","refresh_token":"rt","id_token":"it"}""")]
    [InlineData("""{"access_token":"at","refresh_token":"rt"} trailing""")]
    [InlineData("""{"access_token":"at","refresh_token":"rt","expires""")]
    [InlineData("""{"access_token":"at","refresh_token":"rt","x":"\ud800"}""")]
    public async Task The_refresh_token_of_an_answer_that_cannot_be_read_comes_along(string body)
    {
        var result = await ReadAsync(body);
        result.Error.Should().Be(GrantAnswer.InvalidTokenResponse);
        result.RotatedRefreshToken.Should().Be("rt");
    }

    [Fact]
    public async Task An_answer_that_is_not_whole_brings_its_refresh_token_and_nothing_else()
    {
        var result = await ReadAsync("""{"access_token":"at","refresh_token":"rt","id_token":"it"}""", isWhole: false);
        result.Succeeded.Should().BeFalse();
        (result.RotatedRefreshToken, result.IdToken).Should().Be(("rt", "it"));
    }

    [Fact]
    public async Task A_refusal_brings_no_refresh_token()
    {
        (await ReadAsync("""{"refresh_token":"rt",""", HttpStatusCode.BadGateway)).RotatedRefreshToken.Should().BeNull();
        var result = await ReadAsync("""{"error":"invalid_grant","refresh_token":"rt"}""", HttpStatusCode.Forbidden);
        result.RotatedRefreshToken.Should().BeNull();
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("\"30\"", 30)]
    [InlineData("30.5", 30.5)]
    [InlineData("1", 1)]
    [InlineData("0", 300)]
    [InlineData("\"0\"", 300)]
    [InlineData("0.2", 300)]
    [InlineData("-5", 300)]
    [InlineData("1e300", 366 * 86400)]
    [InlineData("99999999999999999999", 366 * 86400)]
    [InlineData("\"soon\"", 300)]
    [InlineData("null", 300)]
    [InlineData("true", 300)]
    [InlineData("1e999", 300)]
    [InlineData("\"NaN\"", 300)]
    [InlineData("\"1e999\"", 300)]
    public async Task Any_lifetime_is_understood_or_assumed(string expiresIn, double seconds)
    {
        var result = await ReadAsync($$"""{"access_token":"at","expires_in":{{expiresIn}}}""");
        result.Response!.ExpiresAt.Should().Be(Now.AddSeconds(seconds));
    }

    [Fact]
    public async Task Without_a_lifetime_the_tokens_own_expiry_counts()
    {
        var expiry = Now.AddMinutes(17).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var payload = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"exp":{{expiry}}}""")).TrimEnd('=');
        var header = Convert.ToBase64String("""{"alg":"RS256"}"""u8).TrimEnd('=');
        var result = await ReadAsync($$"""{"access_token":"{{header}}.{{payload}}.c2ln"}""");
        result.Response!.ExpiresAt.Should().Be(Now.AddMinutes(17));
    }

    [Theory]
    [InlineData("\"error\":null")]
    [InlineData("\"token_type\":null")]
    [InlineData("\"token_type\":\"\"")]
    public async Task A_member_without_a_value_says_nothing(string member)
    {
        var result = await ReadAsync($$"""{"access_token":"at",{{member}}}""");
        (result.Response!.AccessToken, result.Response.TokenType).Should().Be(("at", "Bearer"));
    }

    [Theory]
    [InlineData("\"expires_in\":1,", 1)]
    [InlineData("\"expires_in\":0.9,", 600)]
    [InlineData("", 600)]
    public async Task A_lifetime_of_a_second_is_one(string member, int seconds)
    {
        var exp = Now.AddSeconds(600).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var result = await ReadAsync($$"""{{{member}}"access_token":"{{Given.Jwt($$"""{"exp":{{exp}}}""")}}"}""");
        result.Response!.ExpiresAt.Should().Be(Now.AddSeconds(seconds));
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(1, 1)]
    public async Task A_token_that_expires_in_a_second_is_one(int lasts, int seconds)
    {
        var exp = Now.AddSeconds(lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var result = await ReadAsync($$"""{"access_token":"{{Given.Jwt($$"""{"exp":{{exp}}}""")}}"}""");
        result.Response!.ExpiresAt.Should().Be(Now.AddSeconds(seconds));
    }

    /// <summary>T6. A tenant issues no token that has expired.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("-90000000000000")]
    [InlineData("1772366400")]
    public async Task An_expiry_in_the_past_is_none(string exp)
    {
        var result = await ReadAsync($$"""{"access_token":"{{Given.Jwt($$"""{"exp":{{exp}}}""")}}","expires_in":0}""");
        result.Response!.ExpiresAt.Should().Be(Now + TokenResponseReader.AssumedLifetime);
    }

    [Fact]
    public async Task A_lifetime_of_nothing_gives_way_to_the_token_s_own_expiry()
    {
        var expiry = Now.AddMinutes(17).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var result = await ReadAsync($$"""{"access_token":"{{Given.Jwt($$"""{"exp":{{expiry}}}""")}}","expires_in":0}""");
        result.Response!.ExpiresAt.Should().Be(Now.AddMinutes(17));
    }

    [Theory]
    [InlineData(403, "invalid_grant", TokenErrorClass.Terminal, true)]
    [InlineData(400, "invalid_grant", TokenErrorClass.Terminal, true)]
    [InlineData(401, "access_denied", TokenErrorClass.ClientRefused, false)]
    [InlineData(403, "access_denied", TokenErrorClass.Terminal, false)]
    [InlineData(401, "invalid_client", TokenErrorClass.ClientRefused, false)]
    [InlineData(400, "invalid_client", TokenErrorClass.ClientRefused, false)]
    [InlineData(401, "unauthorized", TokenErrorClass.UserRefused, false)]
    [InlineData(403, "unauthorized", TokenErrorClass.UserRefused, false)]
    [InlineData(500, "unauthorized", TokenErrorClass.Transient, false)]
    [InlineData(403, "unmet_authentication_requirements", TokenErrorClass.Challenge, false)]
    [InlineData(403, "account_selection_required", TokenErrorClass.Challenge, false)]
    [InlineData(403, "unauthorized_client", TokenErrorClass.Terminal, false)]
    [InlineData(403, "mfa_required", TokenErrorClass.Challenge, false)]
    [InlineData(401, "mfa_required", TokenErrorClass.Challenge, false)]
    [InlineData(403, "login_required", TokenErrorClass.Challenge, false)]
    [InlineData(403, "consent_required", TokenErrorClass.Challenge, false)]
    [InlineData(403, "interaction_required", TokenErrorClass.Challenge, false)]
    [InlineData(429, "too_many_requests", TokenErrorClass.Transient, false)]
    [InlineData(429, "invalid_grant", TokenErrorClass.Transient, false)]
    [InlineData(500, "invalid_grant", TokenErrorClass.Transient, false)]
    [InlineData(503, "temporarily_unavailable", TokenErrorClass.Transient, false)]
    [InlineData(408, "x", TokenErrorClass.Transient, false)]
    public async Task An_error_is_classified_by_status_and_code(
        int status, string error, object errorClass, bool grantRejected)
    {
        var result = await ReadAsync($$"""{"error":"{{error}}","error_description":"why"}""", (HttpStatusCode)status);
        result.ErrorClass.Should().Be((TokenErrorClass)errorClass);
        result.GrantRejected.Should().Be(grantRejected);
        result.StatusCode.Should().Be(status);
        result.Error.Should().Be(error);
        result.ErrorDescription.Should().Be("why");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>blocked</html>")]
    [InlineData("""{"error":7,"error_description":"why"}""")]
    [InlineData("""{"error":{"code":"invalid_grant"}}""")]
    public async Task A_refusal_that_does_not_speak_oauth_says_nothing_about_the_grant(string body)
    {
        var result = await ReadAsync(body, HttpStatusCode.Forbidden);
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        result.GrantRejected.Should().BeFalse();
    }

    /// <summary>The official SDK loses the description when the code is not a string.</summary>
    [Fact]
    public async Task A_description_survives_an_odd_code() =>
        (await ReadAsync("""{"error":7,"error_description":"why"}""", HttpStatusCode.BadRequest))
            .ErrorDescription.Should().Be("why");

    /// <summary>T9. Auth0 has one code for a blocked user and for a wrong client secret.</summary>
    [Theory]
    [InlineData(401, "user is blocked", TokenErrorClass.UserRefused)]
    [InlineData(403, "User is blocked (by an administrator)", TokenErrorClass.UserRefused)]
    [InlineData(401, "Unauthorized", TokenErrorClass.ClientRefused)]
    [InlineData(403, "the user is blocked", TokenErrorClass.Terminal)]
    public async Task A_denied_access_is_told_apart_by_its_description(int status, string description, object errorClass) =>
        (await ReadAsync(
            $$"""{"error":"access_denied","error_description":"{{description}}"}""", (HttpStatusCode)status))
            .ErrorClass.Should().Be((TokenErrorClass)errorClass);

    [Theory]
    [InlineData("""{"challenge":[{"type":"otp"},{"type":"phone"}]}""", "otp phone", "")]
    [InlineData("""{"enroll":[{"type":"otp"}],"challenge_types":["push"]}""", "push", "otp")]
    [InlineData("""{"challenge":["otp",{"type":"otp"},7,{"type":"a b"},{"type":""},{"x":1},null]}""", "otp", "")]
    [InlineData("""{"challenge":{"type":"otp"}}""", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("7", null, null)]
    public async Task The_factors_that_the_tenant_names_come_along(string requirements, string? challenge, string? enroll)
    {
        var result = await ReadAsync(
            $$"""{"error":"mfa_required","mfa_token":"Fe26","mfa_requirements":{{requirements}} }""", HttpStatusCode.Forbidden);
        var read = result.MfaRequirements;
        (read is null ? null : string.Join(' ', read.Challenge)).Should().Be(challenge);
        (read is null ? null : string.Join(' ', read.Enroll)).Should().Be(enroll);
    }

    [Fact]
    public async Task Factors_have_a_bound()
    {
        var types = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"f{i}\"").Append($"\"{new string('a', 65)}\""));
        var result = await ReadAsync(
            $$"""{"error":"mfa_required","mfa_requirements":{"challenge":[{{types}}]} }""", HttpStatusCode.Forbidden);
        result.MfaRequirements!.Challenge.Should().HaveCount(20);
    }

    /// <summary>T5. The result's texts go into the application's logs.</summary>
    [Fact]
    public async Task The_tenant_s_texts_are_one_line_and_have_a_bound()
    {
        var result = await ReadAsync(
            $$"""{"error":"one\nmore","error_description":"why\r\n{{new string('a', 2000)}}"}""", HttpStatusCode.BadRequest);
        result.Error.Should().Be("one?more");
        result.ErrorDescription.Should().StartWith("why??aaa").And.HaveLength(1000);
    }

    [Theory]
    [InlineData(256_000, true)]
    [InlineData(256_001, false)]
    public async Task An_access_token_is_no_longer_than_a_token_that_can_be_read(int length, bool usable)
    {
        var result = await ReadAsync($$"""{"access_token":"{{new string('a', length)}}","refresh_token":"rt"}""");
        result.Succeeded.Should().Be(usable);
        (result.Response?.RefreshToken ?? result.RotatedRefreshToken).Should().Be("rt");
    }

    [Fact]
    public async Task An_mfa_token_comes_along() =>
        (await ReadAsync("""{"error":"mfa_required","mfa_token":"Fe26"}""", HttpStatusCode.Forbidden))
            .MfaToken.Should().Be("Fe26");

    [Fact]
    public async Task A_retry_time_is_read_as_seconds_as_a_date_and_as_auth0s_reset()
    {
        var seconds = await ReadAsync("{}", HttpStatusCode.TooManyRequests, response =>
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)));
        seconds.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));

        var date = await ReadAsync("{}", HttpStatusCode.TooManyRequests, response =>
            response.Headers.RetryAfter = new RetryConditionHeaderValue(Now.AddSeconds(9)));
        date.RetryAfter.Should().Be(TimeSpan.FromSeconds(9));

        var reset = await ReadAsync("{}", HttpStatusCode.TooManyRequests, response => response.Headers.Add(
            "x-ratelimit-reset", Now.AddSeconds(11).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        reset.RetryAfter.Should().Be(TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("253402300800")]
    [InlineData("0")]
    public async Task An_odd_reset_is_no_retry_time(string reset) =>
        (await ReadAsync("{}", HttpStatusCode.TooManyRequests, response =>
            response.Headers.TryAddWithoutValidation("x-ratelimit-reset", reset))).RetryAfter.Should().BeNull();

    [Fact]
    public async Task Nothing_prints_a_token()
    {
        var result = await ReadAsync("""{"access_token":"secret-a","refresh_token":"secret-b","id_token":"secret-c"}""");
        $"{result} {result.Response}".Should().NotContain("secret");
    }

    private async Task<TokenRefreshResult> ReadAsync(
        string body,
        HttpStatusCode status = HttpStatusCode.OK,
        Action<HttpResponseMessage>? configure = null,
        bool isWhole = true)
    {
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        configure?.Invoke(response);
        return TokenRefreshResult.Of(await new TokenResponseReader(_time).ReadAsync(response, Now, isWhole, default));
    }
}
