using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>Which tokens an application may have read out of its session.</summary>
public sealed class SeenTokensTests
{
    private static readonly SessionTokens Older = Generation("rt-1", "it-1", "at-1");
    private static readonly SessionTokens Newer = Generation("rt-2", "it-2", "at-2");
    private static readonly SeenTokens Seen = new([Newer, Older], "rt-of-copy");

    [Theory]
    [InlineData("rt-1", true)]
    [InlineData("rt-2", true)]
    [InlineData("rt-of-copy", true)]
    [InlineData("rt-3", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_refresh_token_of_any_generation_or_of_the_copy_was_seen(string? token, bool seen) =>
        Seen.HasRefreshToken(token).Should().Be(seen);

    [Theory]
    [InlineData("it-1", true)]
    [InlineData("it-2", true)]
    [InlineData("rt-of-copy", false)]
    [InlineData(null, false)]
    public void An_id_token_of_any_generation_was_seen(string? token, bool seen) => Seen.HasIdToken(token).Should().Be(seen);

    [Theory]
    [InlineData("at-1", true)]
    [InlineData("at-2", true)]
    [InlineData("at-3", false)]
    [InlineData(null, false)]
    public void An_access_token_of_any_login_was_seen(string? token, bool seen) => Seen.HasAccessToken(token).Should().Be(seen);

    /// <summary>Without a copy there is none that has no refresh token.</summary>
    [Fact]
    public void No_token_was_seen_where_a_generation_had_none()
    {
        new SeenTokens([Newer]).HasRefreshToken(null).Should().BeFalse();
        var none = new SeenTokens([Newer, new SessionTokens { SessionId = "s", Generation = 0 }]);
        none.HasRefreshToken(null).Should().BeTrue();
        none.HasIdToken(null).Should().BeTrue();
        none.HasAccessToken(null).Should().BeTrue();
        new SeenTokens([]).HasRefreshToken("rt-1").Should().BeFalse();
    }

    private static SessionTokens Generation(string refreshToken, string idToken, string accessToken) => new()
    {
        SessionId = "s",
        Generation = 1,
        RefreshToken = refreshToken,
        IdToken = idToken,
        Primary = Given.Set(accessToken, null, null, null),
    };
}
