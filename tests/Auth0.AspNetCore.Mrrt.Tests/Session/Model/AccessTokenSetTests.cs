using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>How long a token of a session is good for, and what it answers.</summary>
public sealed class AccessTokenSetTests
{
    /// <summary>Seconds of a token's lifetime, the leeway, and the seconds that are left.</summary>
    [Theory]
    [InlineData(3600, 60, 61, true)]
    [InlineData(3600, 60, 60, false)]
    [InlineData(3600, 60, 59, false)]
    [InlineData(100, 60, 51, true)] // half its lifetime is less than the leeway
    [InlineData(100, 60, 50, false)]
    [InlineData(120, 60, 60, false)]
    [InlineData(3600, 0, 1, true)]
    [InlineData(3600, 0, 0, false)]
    [InlineData(3600, 0, -1, false)]
    [InlineData(-100, 60, 1, true)] // an odd clock: it was obtained after it expired
    [InlineData(-100, 60, 0, false)]
    [InlineData(-100, 60, -1, false)]
    [InlineData(-100, 60, -51, false)]
    public void A_token_is_valid_past_the_leeway_or_half_its_lifetime(int lifetime, int leeway, int left, bool isValid)
    {
        var set = new AccessTokenSet
        {
            AccessToken = "t",
            Audience = null,
            Scope = null,
            RequestedScope = null,
            ObtainedAt = Given.Now.AddSeconds(-lifetime),
            ExpiresAt = Given.Now,
        };
        set.IsValid(Given.Now.AddSeconds(-left), TimeSpan.FromSeconds(leeway)).Should().Be(isValid);
    }

    /// <summary>Every call for a token gets it.</summary>
    [Fact]
    public void The_answer_is_made_once()
    {
        var set = Given.Set("t", Given.Orders, "a", "a b");
        set.Granted.Should().BeSameAs(set.Granted);
        set.Granted.Token!.Value.Should().Be("t");
        set.Granted.Token.ExpiresAt.Should().Be(set.ExpiresAt);
        set.Granted.Token.Scopes.Should().Equal("a");
    }

    [Fact]
    public void Without_a_refusal_none_is_remembered()
    {
        var set = Given.Set("t", Given.Orders, "a", "a b");
        set.RefusedUntil.Should().BeNull();
        set.WithRequestedScope("a b c", Given.Now).RefusedUntil.Should().Be(Given.Now);
    }
}
