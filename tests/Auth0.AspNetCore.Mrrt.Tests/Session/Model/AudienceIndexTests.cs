using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>Which of a session's additional tokens are looked at for an audience.</summary>
public sealed class AudienceIndexTests
{
    /// <summary>Alike but for a letter at their beginning or end, or for their length.</summary>
    private static readonly string[] Audiences =
    [
        .. Enumerable.Range(0, 26).Select(i => $"https://{(char)('a' + i)}.example.com"),
        .. Enumerable.Range(0, 26).Select(i => $"https://api.example.com/{(char)('a' + i)}"),
        .. Enumerable.Range(0, 40).Select(i => new string('x', i + 1)),
        .. Enumerable.Range(100, 100).Select(i => $"urn:api:{i}"),
    ];

    /// <summary>Two may share a number, and then a text more is compared; these do not.</summary>
    [Fact]
    public void Each_of_many_audiences_has_its_own_tokens_as_candidates_and_in_their_order()
    {
        var tokens = Tokens([.. Audiences.Select((audience, i) => Given.Set($"a{i}", audience, null, null)),
            .. Audiences.Select((audience, i) => Given.Set($"b{i}", audience, null, null))]);
        for (var i = 0; i < Audiences.Length; i++)
        {
            Candidates(tokens, Audiences[i]).Should().Equal($"a{i}", $"b{i}");
        }

        Candidates(tokens, "https://nobody.example.com").Should().BeEmpty();
        Candidates(tokens, null).Should().BeEmpty();
        Enumerable.Range(200, 100).Should().OnlyContain(i => Candidates(tokens, $"urn:api:{i}").Count == 0, "no session holds them");
    }

    [Fact]
    public void No_audience_and_an_empty_one_are_the_same()
    {
        var tokens = Tokens(Given.Set("none", null, null, null), Given.Set("empty", "", null, null), Given.Set("x", "x", null, null));
        Candidates(tokens, null).Should().Equal("none", "empty");
        Candidates(tokens, "").Should().Equal("none", "empty");
    }

    /// <summary>Numbers cost more than they save for who asks once, or for one or two tokens.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(0, 0)]
    public void Who_asks_once_or_of_few_is_given_all(int count, int again)
    {
        var tokens = Given.Holding(null, [.. Enumerable.Range(0, count).Select(i => Given.Set($"t{i}", $"a{i}", null, null))]);
        Candidates(tokens, "a0").Should().HaveCount(count);
        Candidates(tokens, "a0").Should().HaveCount(again);
        Candidates(tokens, "a0").Should().HaveCount(again);
    }

    private static SessionTokens Tokens(params AccessTokenSet[] additional)
    {
        var tokens = Given.Holding(null, additional);
        Candidates(tokens, null).Should().HaveCount(additional.Length, "the first who asks");
        return tokens;
    }

    private static List<string> Candidates(SessionTokens tokens, string? audience)
    {
        List<string> found = [];
        foreach (var set in tokens.Candidates(audience))
        {
            found.Add(set.AccessToken);
        }

        return found;
    }
}
