using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>A text that is unpacked when somebody asks for it.</summary>
public sealed class PackedTextTests
{
    private static readonly byte[] Bytes = [.. "abc"u8];

    [Fact]
    public void A_text_without_letters_is_empty_however_it_is_held()
    {
        PackedText[] empty = [default, new(""), new((string?)null), new(new PackedUtf8(Bytes, 1, 0))];
        empty.Should().OnlyContain(text => text.IsEmpty);
        PackedText[] others = [new("a"), new(new PackedUtf8(Bytes, 1, 1)), new(new PackedJwt(new PackedHeader(Bytes, 0, 0), Bytes, (0, 0), (0, 0)))];
        others.Should().OnlyContain(text => !text.IsEmpty);
        others.Select(text => text.Unpack()).Should().Equal("a", "b", "..");
    }

    [Fact]
    public void A_text_is_unpacked_once()
    {
        foreach (var text in (PackedText[])[new(new PackedUtf8(Bytes, 0, 3)), new(new PackedJwt(new PackedHeader(Bytes, 0, 1), Bytes, (1, 1), (2, 1)))])
        {
            text.Unpack().Should().BeSameAs(text.Unpack());
        }
    }

    [Fact]
    public void A_jwt_is_unpacked_part_by_part()
    {
        const string Token = "eyJhIjoxfQ.e30.c2lnbmF0dXJl";
        var jwt = PackedJwt.Of(Token)!;
        byte[] bytes = [.. jwt.Signature, .. jwt.Payload];
        new PackedJwt(
            new PackedHeader([.. jwt.Header.Bytes], 0, jwt.Header.Length),
            bytes,
            (jwt.Signature.Length, jwt.Payload.Length),
            (0, jwt.Signature.Length)).Text.Should().Be(Token);
        jwt.Text.Should().BeSameAs(Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("eyJh.eyJh")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("e.eyJh.eyJh")] // a letter alone is no byte
    [InlineData("eyJh.e.eyJh")]
    [InlineData("eyJh.eyJh.e")]
    [InlineData("eyJhbB.eyJh.eyJh")] // the last letter has bits that stand for nothing
    [InlineData("eyJh.eyJhbB.eyJh")]
    [InlineData("eyJh.eyJh.eyJhbB")]
    [InlineData("eyJh.eyJh.eyJhbA==")]
    [InlineData("eyJh.ey+h.eyJh")]
    [InlineData("eyJh.ey h.eyJh")]
    public void What_its_bytes_would_not_give_back_is_not_packed(string token) => PackedJwt.Of(token).Should().BeNull();
}
