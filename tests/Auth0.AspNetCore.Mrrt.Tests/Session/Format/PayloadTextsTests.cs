using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The texts of a payload: each is there once, and a text may begin as the one before it does.</summary>
public sealed class PayloadTextsTests
{
    private static readonly string Long = new('a', PayloadWriter.MostShared + 1);

    [Fact]
    public void A_text_that_comes_again_takes_two_bytes_at_most_and_is_the_same_object()
    {
        string?[] texts = [.. Enumerable.Range(0, 14).Select(i => $"text {i}"), null, ""];
        var writer = new PayloadWriter();
        Array.ForEach(texts, writer.Text);
        var once = writer.ToArray().Length;
        Array.ForEach(texts, writer.Text);
        (writer.ToArray().Length - once).Should().BeLessThanOrEqualTo(2 * texts.Length);

        var reader = new PayloadReader(writer.ToArray());
        var first = Array.ConvertAll(texts, _ => reader.Text());
        var second = Array.ConvertAll(texts, _ => reader.Text());
        first.Should().Equal(texts);
        second.Zip(first).Should().OnlyContain(pair => ReferenceEquals(pair.First, pair.Second));
        reader.Remaining.Should().Be(0);
    }

    [Fact]
    public void The_first_and_the_last_known_text_take_no_more_than_their_number()
    {
        foreach (var number in (int[])[0, KnownTexts.Count - 1])
        {
            var writer = new PayloadWriter();
            writer.Text(KnownTexts.Text(number));
            writer.ToArray().Should().Equal((byte)((number * 2) + 1));
            new PayloadReader(writer.ToArray()).Text().Should().BeSameAs(KnownTexts.Text(number));
        }
    }

    /// <summary>Numbers of texts begin at 64, twice and one: 129 is the first written text, and 131 the second.</summary>
    [Theory]
    [InlineData("8101")]
    [InlineData("0478 8301")]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    public void A_text_that_nobody_has_written_before_is_refused(string bytes)
    {
        var reader = Reader(bytes);
        if (reader.Remaining == 4)
        {
            reader.Text().Should().Be("x");
        }

        FluentActions.Invoking(() => reader.Text()).Should().Throw<FormatException>().WithMessage("*not written before*");
    }

    [Theory]
    [InlineData("04")]
    [InlineData("0678")]
    [InlineData("FEFFFFFFFFFFFFFFFF01")]
    public void A_text_longer_than_the_payload_is_refused(string bytes) =>
        FluentActions.Invoking(() => Reader(bytes).Text()).Should().Throw<FormatException>().WithMessage("*too early*");

    [Fact]
    public void A_text_that_has_to_be_there_is_refused_when_it_is_missing()
    {
        Reader("0478").RequiredText().Should().Be("x");
        FluentActions.Invoking(() => Reader("00").RequiredText()).Should().Throw<FormatException>().WithMessage("*missing*");
    }

    /// <summary>Every session of a login has the item: its name is not made again with each request.</summary>
    [Fact]
    public void The_name_of_the_client_s_item_takes_no_memory()
    {
        var writer = new PayloadWriter();
        writer.Text(TicketItems.Client);
        new PayloadReader(writer.ToArray()).Text().Should().BeSameAs(TicketItems.Client);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("", null)]
    [InlineData("abc", null)]
    [InlineData("abc", "")]
    [InlineData("abc", "x")]
    [InlineData("abc", "ab")]
    [InlineData("abc", "abcd")]
    [InlineData(null, "abc")]
    [InlineData("a\U0001F600b", "a\U0001F601b")] // they share the first half of a pair
    [InlineData("\U0001F600", "\U0001F601")]
    [InlineData("a\U0001F600b", "a\U0001F600c")]
    public void A_text_after_another_comes_back(string? previous, string? text) =>
        ReadAfter(previous, WrittenAfter(previous, text)).Should().Be(text);

    [Fact]
    public void The_same_text_again_takes_no_memory()
    {
        var previous = new string('x', 20);
        ReadAfter(previous, WrittenAfter(previous, new string('x', 20))).Should().BeSameAs(previous);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public void A_text_after_a_long_one_comes_back_and_holds_what_is_past_256_letters(int more)
    {
        var text = Long + new string('b', more);
        var written = WrittenAfter(Long, text);
        ReadAfter(Long, written).Should().Be(text);
        written.Length.Should().Be(4 + more, "two bytes for what they share, one for the rest's length, and the rest");
    }

    [Fact]
    public void More_letters_than_the_text_before_has_are_refused()
    {
        ReadAfter("abc", Shares(3)).Should().Be("abc");
        ReadAfter(Long, Shares(PayloadWriter.MostShared)).Should().Be(Long[..^1]);
        foreach (var (previous, shares) in ((string?, ulong)[])[("abc", 4), (null, 1), (Long, 257), ("abc", ulong.MaxValue - 1)])
        {
            FluentActions.Invoking(() => ReadAfter(previous, Shares(shares))).Should().Throw<FormatException>()
                .WithMessage("*more than the one before*");
        }
    }

    /// <summary>The bytes of a text that begins with so many letters of another one, and has none of its own.</summary>
    private static byte[] Shares(ulong letters)
    {
        var writer = new PayloadWriter();
        writer.Number(letters + 1);
        writer.Bytes([]);
        return writer.ToArray();
    }

    private static byte[] WrittenAfter(string? previous, string? text)
    {
        var writer = new PayloadWriter();
        writer.TextAfter(previous, text);
        return writer.ToArray();
    }

    private static string? ReadAfter(string? previous, byte[] payload)
    {
        var reader = new PayloadReader(payload);
        var text = reader.TextAfter(previous);
        reader.Remaining.Should().Be(0);
        return text;
    }

    private static PayloadReader Reader(string bytes) => new(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
}
