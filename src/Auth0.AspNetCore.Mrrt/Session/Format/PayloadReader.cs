using System.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Reads what <see cref="PayloadWriter"/> wrote. Whatever the bytes are, it gives a value or throws a
/// <see cref="FormatException"/>, and takes memory in proportion to them.</summary>
/// <param name="payload">The bytes.</param>
/// <param name="knownTexts">How many texts the payload's version knows.</param>
/// <param name="end">Where the payload ends. Null for the end of the bytes.</param>
internal sealed class PayloadReader(byte[] payload, int knownTexts = KnownTexts.Count, int? end = null)
{
    private string[] _texts = new string[12];
    private int _written;
    private int _at;
    private int _end = end ?? payload.Length;

    /// <summary>Where the next byte is.</summary>
    public int Position
    {
        get => _at;
        set => _at = value;
    }

    /// <summary>The bytes that tokens are unpacked from when somebody asks for them.</summary>
    public byte[] Payload => payload;

    /// <summary>How many bytes are left: of the section, within one.</summary>
    public int Remaining => _end - _at;

    /// <summary>Begins a section. Its texts are numbered anew, so that a version that does not know it can pass it by.</summary>
    /// <returns>The section's tag.</returns>
    public ulong BeginSection()
    {
        var tag = Number();
        var length = Count();
        _end = _at + length;
        _written = 0;
        return tag;
    }

    /// <exception cref="FormatException">The section holds more than was read.</exception>
    public void EndSection()
    {
        if (_at != _end)
        {
            throw new FormatException("A section does not end where it should.");
        }

        _end = end ?? payload.Length;
    }

    public byte Byte() => _at < _end ? payload[_at++] : throw Truncated();

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1)
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("A number is too large.");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>How many things follow; each takes a byte at least.</summary>
    public int Count()
    {
        var count = Number();
        return count <= (ulong)Remaining ? (int)count : throw Truncated();
    }

    /// <summary>Where the next bytes are, and passes them by.</summary>
    public (int Start, int Length) Bytes()
    {
        var length = Count();
        var start = _at;
        _at += length;
        return (start, length);
    }

    /// <summary>So many bytes.</summary>
    public byte[] Raw(int length)
    {
        if (length > Remaining)
        {
            throw Truncated();
        }

        _at += length;
        return payload.AsSpan(_at - length, length).ToArray();
    }

    /// <summary>A text that begins as another one does: none; else how much of it they share, plus one, and the
    /// rest.</summary>
    public string? TextAfter(string? previous)
    {
        var common = Number();
        if (common == 0)
        {
            return null;
        }

        common--;
        var (from, length) = Bytes();
        if (common > (ulong)Math.Min(previous?.Length ?? 0, PayloadWriter.MostShared))
        {
            throw new FormatException("A text begins with more than the one before it has.");
        }

        if (length == 0 && (int)common == previous?.Length)
        {
            return previous;
        }

        return string.Create(
            (int)common + Encoding.UTF8.GetCharCount(payload, from, length),
            (Previous: previous, Common: (int)common, Payload: payload, From: from, Length: length),
            static (text, parts) =>
            {
                parts.Previous.AsSpan(0, parts.Common).CopyTo(text);
                Encoding.UTF8.GetChars(parts.Payload.AsSpan(parts.From, parts.Length), text[parts.Common..]);
            });
    }

    public string? Text()
    {
        var head = Number();
        return head switch
        {
            0 => null,
            _ when (head & 1) == 1 => Written(head >> 1),
            _ => NewText((head >> 1) - 1),
        };
    }

    public string RequiredText() => Text() ?? throw new FormatException("A text is missing.");

    private string Written(ulong number)
    {
        if (number < (ulong)knownTexts)
        {
            return KnownTexts.Text((int)number);
        }

        number -= (ulong)knownTexts;
        return number < (ulong)_written ? _texts[(int)number] : throw new FormatException("A text was not written before.");
    }

    private string NewText(ulong length)
    {
        if (length > (ulong)Remaining)
        {
            throw Truncated();
        }

        var text = Encoding.UTF8.GetString(payload, _at, (int)length);
        _at += (int)length;
        if (_written == _texts.Length)
        {
            Array.Resize(ref _texts, _written * 2);
        }

        _texts[_written++] = text;
        return text;
    }

    private static FormatException Truncated() => new("The payload ends too early.");
}
