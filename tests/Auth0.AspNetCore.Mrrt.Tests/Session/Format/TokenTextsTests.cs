using System.Buffers.Text;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>Tokens share the headers of their issuers, sixteen at most.</summary>
public sealed class TokenTextsTests
{
    private const int MostHeaders = 16;

    [Fact]
    public void A_header_is_written_once_also_after_the_last_one_that_is_shared()
    {
        var writer = new PayloadWriter();
        var texts = new TokenTexts();
        string[] tokens = [.. Enumerable.Range(0, MostHeaders + 1).Select(Token)];
        var lengths = tokens.Concat(tokens).Select(token => Added(writer, () => texts.Write(writer, token))).ToArray();
        var first = lengths[0];
        var again = first - Header(0).Length - 1;
        lengths.Should().Equal(
        [
            .. Enumerable.Repeat(first, MostHeaders), 2 + tokens[^1].Length,
            .. Enumerable.Repeat(again, MostHeaders), 2 + tokens[^1].Length,
        ]);

        var (reader, reading) = (new PayloadReader(writer.ToArray()), new TokenTexts());
        tokens.Concat(tokens).Should().OnlyContain(token => reading.Read(reader).Unpack() == token);
        reader.Remaining.Should().Be(0);
    }

    /// <summary>The number of a header follows those that were written: 2 is the first.</summary>
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    [InlineData(2, 200)]
    [InlineData(MostHeaders, MostHeaders + 2)]
    [InlineData(MostHeaders, MostHeaders + 3)]
    public void A_header_that_nobody_has_written_before_is_refused(int written, int number)
    {
        var writer = new PayloadWriter();
        var texts = new TokenTexts();
        for (var i = 0; i < written; i++)
        {
            texts.Write(writer, Token(i));
        }

        writer.Number(number);
        writer.Bytes(Header(written));
        writer.Bytes([1]);
        writer.Bytes([1]);
        var (reader, reading) = (new PayloadReader(writer.ToArray()), new TokenTexts());
        Enumerable.Range(0, written).Select(_ => reading.Read(reader).Unpack()).Should().Equal(Enumerable.Range(0, written).Select(Token));
        FluentActions.Invoking(() => reading.Read(reader)).Should().Throw<FormatException>().WithMessage("*header*");
    }

    /// <summary>Sessions of one client have its mark in common. Other tests read texts at the same time, and may put theirs in
    /// between.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void A_short_text_that_comes_again_takes_no_memory(int letters, bool isKept)
    {
        var payload = Alone(Guid.NewGuid().ToString("N")[..letters]); // one that nobody has read before
        Enumerable.Range(0, 1000).Any(_ => ReferenceEquals(ReadAlone(payload), ReadAlone(payload))).Should().Be(isKept);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("schön")]
    [InlineData("a text of more than sixteen letters")]
    [InlineData("eyJh.eyJi.eyJj")]
    public void A_text_by_itself_comes_back(string? text)
    {
        ReadAlone(Alone(text)).Should().Be(text);
        ReadAlone(Alone(text)).Should().Be(text);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".eyJh.eyJh")]
    [InlineData("eyJh..eyJh")]
    [InlineData("eyJh.eyJh.")]
    public void A_part_without_letters_is_packed_as_the_others_are(string token)
    {
        PackedJwt.Of(token).Should().NotBeNull();
        var writer = new PayloadWriter();
        new TokenTexts().Write(writer, token);
        new TokenTexts().Read(new PayloadReader(writer.ToArray())).Unpack().Should().Be(token);
    }

    private static byte[] Header(int i) => [(byte)i, 1, 2, 3, 4, 5, 6, 7, 8];

    private static string Token(int i) => $"{Base64Url.EncodeToString(Header(i))}.eyJh.eyJh";

    private static int Added(PayloadWriter writer, Action write)
    {
        var before = writer.ToArray().Length;
        write();
        return writer.ToArray().Length - before;
    }

    private static byte[] Alone(string? text)
    {
        var writer = new PayloadWriter();
        new TokenTexts().Write(writer, text);
        return writer.ToArray();
    }

    private static string? ReadAlone(byte[] payload)
    {
        var reader = new PayloadReader(payload);
        var text = TokenTexts.ReadAlone(reader);
        return reader.Remaining == 0 ? text : throw new InvalidOperationException("The text has a rest.");
    }
}
