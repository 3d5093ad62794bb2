using Auth0.AspNetCore.Mrrt.SampleSessions;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Which tokens go when a cookie is too large.</summary>
public sealed class FittingTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, "b c d")]
    [InlineData(10, "b c d")] // a token's length is enough
    [InlineData(11, "c d")]
    [InlineData(20, "c d")]
    [InlineData(1000, "")]
    public void The_least_recently_used_go_until_the_rest_fits(int excess, string left)
    {
        var fewer = FittingTokens.Fewer(Tokens("a", "b", "c", "d"), excess)!;
        string.Join(' ', fewer.Additional.Select(set => set.Audience)).Should().Be(left);
        fewer.Generation.Should().Be(3);
    }

    [Fact]
    public void The_order_is_that_of_their_use_and_not_that_of_the_session()
    {
        var tokens = Tokens("a", "b");
        tokens.Additional[0].UsedAt = Now.AddHours(1);
        FittingTokens.Fewer(tokens, 1)!.Additional.Should().ContainSingle().Which.Audience.Should().Be("a");
    }

    [Fact]
    public void Without_additional_tokens_there_is_nothing_to_drop() => FittingTokens.Fewer(Tokens(), 1).Should().BeNull();

    private static SessionTokens Tokens(params string[] audiences) => new()
    {
        SessionId = "session",
        Generation = 3,
        Additional = [.. audiences.Select((audience, i) => Set(audience, i))],
    };

    private static AccessTokenSet Set(string audience, int minutes)
    {
        var set = SampleTokens.Set(audience, Now, token: "0123456789");
        set.UsedAt = Now.AddMinutes(minutes);
        return set;
    }
}
