using Auth0.AspNetCore.Mrrt.Session.Format;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The numbers of a payload: the bytes that they take, and the bytes that stand for none.</summary>
public sealed class PayloadNumbersTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(1UL, "01")]
    [InlineData(0x7FUL, "7F")]
    [InlineData(0x80UL, "8001")]
    [InlineData(0x81UL, "8101")]
    [InlineData(0x3FFFUL, "FF7F")]
    [InlineData(0x4000UL, "808001")]
    [InlineData(1UL << 63, "80808080808080808001")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void A_number_takes_a_byte_for_each_seven_bits(ulong number, string bytes)
    {
        var writer = new PayloadWriter();
        writer.Number(number);
        Convert.ToHexString(writer.ToArray()).Should().Be(bytes);
        var reader = Reader(bytes);
        reader.Number().Should().Be(number);
        reader.Remaining.Should().Be(0);
    }

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(-1L, "01")]
    [InlineData(1L, "02")]
    [InlineData(-64L, "7F")]
    [InlineData(64L, "8001")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    public void A_small_number_is_short_whatever_its_sign(long number, string bytes)
    {
        var writer = new PayloadWriter();
        writer.Signed(number);
        Convert.ToHexString(writer.ToArray()).Should().Be(bytes);
        Reader(bytes).Signed().Should().Be(number);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF02", "*too large*")]
    [InlineData("80808080808080808002", "*too large*")]
    [InlineData("80808080808080808080", "*too large*")]
    [InlineData("8080808080808080808001", "*too large*")]
    [InlineData("", "*too early*")]
    [InlineData("80", "*too early*")]
    [InlineData("FFFFFFFFFFFFFFFFFF", "*too early*")]
    public void More_bits_than_a_number_has_are_refused_and_a_number_without_its_end(string bytes, string reason) =>
        FluentActions.Invoking(() => Reader(bytes).Number()).Should().Throw<FormatException>().WithMessage(reason);

    [Fact]
    public void A_length_below_zero_is_not_written() =>
        FluentActions.Invoking(() => new PayloadWriter().Number(-1)).Should().Throw<OverflowException>();

    [Theory]
    [InlineData("00", 0)]
    [InlineData("0100", 1)]
    [InlineData("020000", 2)]
    public void There_may_be_as_many_things_as_bytes_are_left(string bytes, int count) =>
        Reader(bytes).Count().Should().Be(count);

    [Theory]
    [InlineData("01")]
    [InlineData("0300 00")]
    [InlineData("FFFFFFFF0F00")]
    [InlineData("8180808010 00")]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    public void More_things_than_bytes_are_refused(string bytes)
    {
        FluentActions.Invoking(() => Reader(bytes).Count()).Should().Throw<FormatException>().WithMessage("*too early*");
        FluentActions.Invoking(() => Reader(bytes).Bytes()).Should().Throw<FormatException>().WithMessage("*too early*");
    }

    [Fact]
    public void Bytes_are_passed_by_and_the_next_thing_follows_them()
    {
        var reader = Reader("02AABB07");
        reader.Bytes().Should().Be((1, 2));
        reader.Byte().Should().Be(7);
        FluentActions.Invoking(() => reader.Byte()).Should().Throw<FormatException>();
    }

    private static PayloadReader Reader(string bytes) => new(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
}
