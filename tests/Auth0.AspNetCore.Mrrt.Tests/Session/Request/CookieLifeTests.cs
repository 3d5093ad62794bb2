using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Request;

/// <summary>How long the cookies of a session last that do not carry what an exchange commits.</summary>
public sealed class CookieLifeTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(14);

    [Theory]
    [InlineData(0, 13, 14)]
    [InlineData(0, 15, 15)]
    [InlineData(2, 17, 15)]
    [InlineData(null, 15, 14)]
    [InlineData(0, null, 14)]
    [InlineData(null, null, 14)]
    public void A_cookie_lasts_as_its_ticket_says_and_at_least_as_long_as_is_usual(int? issued, int? expires, int hours)
    {
        var properties = new AuthenticationProperties { IssuedUtc = After(issued), ExpiresUtc = After(expires) };
        CookieLife.Of(properties, Usual).Should().Be(new CookieLife(TimeSpan.FromHours(hours), End: null));
    }

    [Fact]
    public void A_session_with_a_ceiling_ends_there()
    {
        var properties = new AuthenticationProperties();
        SessionCeiling.Write(properties, Given.Now.ToUnixTimeSeconds());
        CookieLife.Of(properties, Usual).End.Should().Be(Given.Now - SessionCeiling.Margin);
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 2, 2)]
    public void Of_two_lives_the_greater_length_counts(int one, int other, int longer) =>
        Life(one, null).Longer(Life(other, null)).Length.Should().Be(TimeSpan.FromHours(longer));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(5, null, null)]
    [InlineData(null, 5, null)]
    [InlineData(5, 6, 6)]
    [InlineData(6, 5, 6)]
    public void Of_two_lives_the_later_end_counts_and_one_without_an_end_has_none(int? one, int? other, int? later) =>
        Life(1, one).Longer(Life(1, other)).End.Should().Be(After(later));

    /// <summary>A response may have decided a moment ago to renew the cookie.</summary>
    [Theory]
    [InlineData(null, 121)]
    [InlineData(3, 121)]
    [InlineData(1, 60)]
    public void The_last_cookie_expires_a_minute_late_and_never_after_its_session(int? end, int minutes) =>
        Life(2, end).LastExpires(Given.Now).Should().Be(Given.Now.AddMinutes(minutes));

    [Fact]
    public void A_cookie_that_lasts_for_ever_expires_at_the_last_moment_there_is() =>
        new CookieLife(TimeSpan.MaxValue, End: null).LastExpires(Given.Now).Should().Be(DateTimeOffset.MaxValue);

    private static CookieLife Life(int hours, int? end) => new(TimeSpan.FromHours(hours), After(end));

    private static DateTimeOffset? After(int? hours) => hours is { } some ? Given.Now.AddHours(some) : null;
}
