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

    /// <summary>Never changed: a header that is new makes a new list.</summary>
    private PackedHeader[] _headers = [];

    /// <summary>Goes on with the headers so far. What it adds is its own.</summary>
    public TokenTexts GoOn() => new() { _headers = _headers };

    /// <summary>Whether the headers are the same ones in the same order.</summary>
    public bool HasHeadersOf(TokenTexts other)
    {
        var (own, others) = (_headers, other._headers);
        if (own.Length != others.Length)
        {
            return false;
        }

        for (var i = 0; i < own.Length; i++)
        {
            if (!own[i].Bytes.SequenceEqual(others[i].Bytes))
            {
                return false;
            }
        }

        return true;
    }

    public void Write(PayloadWriter writer, string? text) => Write(writer, new PackedText(text));

    public void Write(PayloadWriter writer, PackedText text)
    {
        if (text.Utf8 is { } utf8)
        {
            writer.Number(AsItIs);
            writer.Bytes(utf8.Bytes);
        }
        else if (text.Jwt is not { } jwt || !TryNumber(jwt.Header, out var number, out var isNew))
        {
            WriteAsItIs(writer, text.Unpack());
        }
        else
        {
            writer.Number(number + FirstHeader);
            if (isNew)
            {
                writer.Bytes(jwt.Header.Bytes);
            }

            writer.Bytes(jwt.Payload);
            writer.Bytes(jwt.Signature);
        }
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
        if (number > (ulong)_headers.Length || number >= MostHeaders)
        {
            throw new FormatException("A header was not written before.");
        }

        if (number == (ulong)_headers.Length)
        {
            var (start, length) = reader.Bytes();
            _headers = [.. _headers, new PackedHeader(reader.Payload, start, length)];
        }

        return new PackedText(new PackedJwt(_headers[(int)number], reader.Payload, reader.Bytes(), reader.Bytes()));
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

    private bool TryNumber(PackedHeader header, out int number, out bool isNew)
    {
        for (number = 0; number < _headers.Length; number++)
        {
            if (_headers[number].Bytes.SequenceEqual(header.Bytes))
            {
                isNew = false;
                return true;
            }
        }

        isNew = number < MostHeaders;
        if (isNew)
        {
            _headers = [.. _headers, header];
        }

        return isNew;
    }

    private static void WriteAsItIs(PayloadWriter writer, string? text)
    {
        if (text is null)
        {
            writer.Number(None);
        }
        else
        {
            writer.Number(AsItIs);
            writer.Utf8(text);
        }
    }
}
