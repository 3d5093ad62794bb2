using System.Text;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Long texts, most of them JWTs: the tokens of one session come from few issuers and share their
/// headers.</summary>
internal sealed class TokenTexts
{
    private const int None = 0;
    private const int AsItIs = 1;

    /// <summary>A JWT has the number of its header from here on.</summary>
    private const int FirstHeader = 2;

    /// <summary>One or two in a session.</summary>
    private const int MostHeaders = 16;

    /// <summary>The last short text that was read. Another thread may replace it at any time.</summary>
    private static volatile string _last = "";

    private const int LongestKept = 16;

    private List<byte[]>? _written;
    private (int Start, int Length)[] _read = [];

    public void Write(PayloadWriter writer, string? text)
    {
        if (text is null)
        {
            writer.Number(None);
            return;
        }

        if (PackedJwt.Parts(text) is not var (header, payload, signature))
        {
            WriteAsItIs(writer, text);
            return;
        }

        _written ??= [];
        var number = _written.FindIndex(known => known.AsSpan().SequenceEqual(header));
        if (number < 0 && _written.Count == MostHeaders)
        {
            WriteAsItIs(writer, text);
            return;
        }

        writer.Number((number < 0 ? _written.Count : number) + FirstHeader);
        if (number < 0)
        {
            writer.Bytes(header);
            _written.Add(header);
        }

        writer.Bytes(payload);
        writer.Bytes(signature);
    }

    public PackedText Read(PayloadReader reader)
    {
        var head = reader.Number();
        switch (head)
        {
            case None:
                return default;
            case AsItIs:
                var (start, length) = reader.Bytes();
                return new PackedText(new PackedUtf8(reader.Payload, start, length));
        }

        var number = head - FirstHeader;
        if (number > (ulong)_read.Length || number >= MostHeaders)
        {
            throw new FormatException("A header was not written before.");
        }

        if (number == (ulong)_read.Length)
        {
            _read = [.. _read, reader.Bytes()];
        }

        return new PackedText(new PackedJwt(reader.Payload, _read[(int)number], reader.Bytes(), reader.Bytes()));
    }

    /// <summary>Reads a text that was written by itself. Most of these are short and no JWTs.</summary>
    public static string? ReadAlone(PayloadReader reader)
    {
        var before = reader.Position;
        if (reader.Number() == AsItIs)
        {
            var (start, length) = reader.Bytes();
            var bytes = reader.Payload.AsSpan(start, length);
            // Sessions of one client have its mark in common.
            var last = _last;
            return Ascii.Equals(bytes, last) ? last
                : length <= LongestKept ? _last = Encoding.UTF8.GetString(bytes)
                : Encoding.UTF8.GetString(bytes);
        }

        reader.Position = before;
        return new TokenTexts().Read(reader).Unpack();
    }

    private static void WriteAsItIs(PayloadWriter writer, string text)
    {
        writer.Number(AsItIs);
        writer.Bytes(Encoding.UTF8.GetBytes(text));
    }
}
