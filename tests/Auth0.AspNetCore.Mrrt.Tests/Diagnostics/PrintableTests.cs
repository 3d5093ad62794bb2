using Auth0.AspNetCore.Mrrt.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Tests.Diagnostics;

/// <summary>T5. Text from outside forges no line of a log and floods none.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("https://orders.example.com/é 漢字", "https://orders.example.com/é 漢字")]
    [InlineData("a\r\nb\tc\0", "a??b?c?")]
    [InlineData("a\u0085\u2028\u2029\u200b\u202e\ufeff", "a??????")]
    [InlineData("\ud83d\ude00", "??")]
    public void A_text_is_one_line_of_visible_characters(string? text, string? shown) =>
        Printable.Text(text).Should().Be(shown);

    /// <summary>Half a pair is no text that a log's encoding can hold.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_not_shown() => Printable.Text("a\ud83d").Should().Be("a?");

    [Theory]
    [InlineData("12345", "12345")]
    [InlineData("123456", "1234…")]
    [InlineData("12\n456789", "12?4…")]
    public void A_text_is_cut_at_its_bound(string text, string shown) => Printable.Text(text, 5).Should().Be(shown);

    [Fact]
    public void A_harmless_text_is_not_copied()
    {
        var text = new string('a', 200);
        Printable.Text(text).Should().BeSameAs(text);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("invalid_grant", "invalid_grant")]
    [InlineData("a-b.c_1", "a-b.c_1")]
    [InlineData("a b", "(not a code)")]
    [InlineData("a\nb", "(not a code)")]
    public void A_code_is_shown_when_it_looks_like_one(string? code, string? shown) => Printable.Code(code).Should().Be(shown);

    [Fact]
    public void A_code_has_a_bound()
    {
        Printable.Code(new string('a', 64)).Should().HaveLength(64);
        Printable.Code(new string('a', 65)).Should().Be("(too long)");
    }
}
