using System.Text;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>T1. A lenient look for the one secret that exists nowhere else.</summary>
public sealed class RefreshTokenRescueTests
{
    [Theory]
    [InlineData("{\"refresh_token\":\"rt\"}", "rt")]
    [InlineData("{ \"refresh_token\" \r\n\t: \n\"rt\" }", "rt")]
    [InlineData("\uFEFF{\"refresh_token\":\"rt\"}", "rt")]
    [InlineData("{\"refresh_token\":\"one\",\"refresh_token\":\"two\"}", "two")]
    [InlineData("{\"refresh_token\":\"one\",\"refresh_token\":7}", "one")]
    [InlineData("{\"refresh_token\":\"one\",\"refresh_token\":\"tw", "one")]
    [InlineData("{\"refresh_token\":\"rt\"} text behind it", "rt")]
    [InlineData("{\"refresh_token\":\"rt\",\"expires_i", "rt")]
    [InlineData("{\"refresh_token\":\"r\\u0074\\/\\\"\"}", "rt/\"")]
    [InlineData("{\"x\":{\"refresh_token\":\"rt\"}", "rt")]
    [InlineData("{\"refresh_token\":\"rt", null)]
    [InlineData("{\"refresh_token\":\"rt\\\"", null)]
    [InlineData("{\"refresh_token\":\"\"}", null)]
    [InlineData("{\"refresh_token\":7}", null)]
    [InlineData("{\"refresh_token\":null}", null)]
    [InlineData("{\"refresh_token\":[\"rt\"]}", null)]
    [InlineData("{\"refresh_token\":\"r\nt\"}", null)]
    [InlineData("{\"refresh_token\":\"r\\nt\"}", null)]
    [InlineData("{\"refresh_token\":\"\\ud800\"}", null)]
    [InlineData("{\"refresh_token\":\"\\x\"}", null)]
    [InlineData("{\"refresh\\u005ftoken\":\"rt\"}", null)]
    [InlineData("{\"d\":\"the \\\"refresh_token\\\":\\\"rt\\\" is wrong\"}", null)]
    [InlineData("{\"the \\\"refresh_token\":\"rt\"}", null)]
    [InlineData("\"refresh_token\"", null)]
    [InlineData("\"refresh_token\":", null)]
    [InlineData("", null)]
    public void The_last_refresh_token_that_is_a_whole_text_is_found(string body, string? refreshToken) =>
        RefreshTokenRescue.Find(Encoding.UTF8.GetBytes(body)).RefreshToken.Should().Be(refreshToken);

    [Fact]
    public void Bytes_that_are_no_text_hide_no_refresh_token_beside_them()
    {
        byte[] body = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\",\"refresh_token\":\"rt\",\"b\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8];
        RefreshTokenRescue.Find(body).RefreshToken.Should().Be("rt");
    }

    [Fact]
    public void A_refresh_token_of_bytes_that_are_no_text_is_none()
    {
        byte[] body = [.. "{\"refresh_token\":\"r"u8, 0xC3, 0x28, .. "t\"}"u8];
        RefreshTokenRescue.Find(body).RefreshToken.Should().BeNull();
    }

    [Theory]
    [InlineData(17)]
    [InlineData(10_000)]
    public void Depth_hides_no_refresh_token(int depth)
    {
        var body = $"{new string('[', depth)}{new string(']', depth)},\"id_token\":\"it\",\"refresh_token\":\"rt\"";
        RefreshTokenRescue.Find(Encoding.UTF8.GetBytes(body)).Should().Be(("rt", "it"));
    }

    /// <summary>A body of 4 MB full of names. Time grows with the size and not with its square.</summary>
    [Fact]
    public void A_body_full_of_names_is_looked_through_once()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\"refresh_token\":\"", 250_000)));
        RefreshTokenRescue.Find(body).RefreshToken.Should().BeNull();
    }
}
