using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Jwt;

/// <summary>Members of a token by the types they have, and which tokens are read at all.</summary>
public sealed class JwtJsonTests
{
    [Theory]
    [InlineData("7", 7L)]
    [InlineData("7.9", 7L)]
    [InlineData("-0.5", -1L)]
    [InlineData("9223372036854774784", 9223372036854774784)]
    [InlineData("9223372036854775807", null)]
    [InlineData("-9223372036854775808", null)]
    [InlineData("1e400", null)]
    [InlineData("\"7\"", null)]
    [InlineData("null", null)]
    public void A_moment_is_the_whole_seconds_of_a_number(string value, long? seconds) =>
        JwtJson.Seconds(Json($$"""{"at":{{value}}}"""), "at").Should().Be(seconds);

    [Theory]
    [InlineData("7", 7L)]
    [InlineData("7.5", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("\"7\"", null)]
    public void A_number_is_a_whole_one(string value, long? number) =>
        JwtJson.Number(Json($$"""{"at":{{value}}}"""), "at").Should().Be(number);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    public void What_has_no_such_member_gives_nothing(string json)
    {
        JwtJson.Seconds(Json(json), "at").Should().BeNull();
        JwtJson.Number(Json(json), "at").Should().BeNull();
        JwtJson.Text(Json(json), "at").Should().BeNull();
    }

    /// <summary>T14.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_token_is_read_up_to_its_longest_length(int beyond, bool read)
    {
        var token = Given.Jwt("{}");
        (ReadableJwt.Read(token + new string('A', ReadableJwt.Longest + beyond - token.Length)) is not null).Should().Be(read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    public void What_is_no_token_is_not_read(string? token) => ReadableJwt.Read(token).Should().BeNull();

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
