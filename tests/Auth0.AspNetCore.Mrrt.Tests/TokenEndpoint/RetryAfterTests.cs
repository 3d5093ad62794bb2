using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>RFC 9110, section 10.2.3, and Auth0's own header.</summary>
public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("Sun, 01 Mar 2026 12:00:09 GMT", 9)]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT", null)]
    [InlineData("Sun, 01 Mar 2026 11:59:59 GMT", null)]
    public void A_time_that_is_to_come_is_a_time_to_wait(string value, int? seconds) =>
        Of(HttpStatusCode.ServiceUnavailable, "Retry-After", value).Should().Be(Seconds(seconds));

    [Theory]
    [InlineData(429, 11, 11)]
    [InlineData(429, 0, null)]
    [InlineData(503, 11, null)]
    public void The_moment_the_bucket_is_full_again_counts_after_too_many_calls(int status, int offset, int? seconds) =>
        Of((HttpStatusCode)status, "x-ratelimit-reset", $"{Given.Now.ToUnixTimeSeconds() + offset}").Should().Be(Seconds(seconds));

    [Fact]
    public void The_last_moment_of_the_calendar_is_one_and_the_next_is_none()
    {
        var last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        Of(HttpStatusCode.TooManyRequests, "x-ratelimit-reset", $"{last}").Should().NotBeNull();
        Of(HttpStatusCode.TooManyRequests, "x-ratelimit-reset", $"{last + 1}").Should().BeNull();
    }

    private static TimeSpan? Of(HttpStatusCode status, string name, string value)
    {
        using var response = new HttpResponseMessage(status);
        response.Headers.TryAddWithoutValidation(name, value);
        return RetryAfter.Of(response, Given.Now);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
