using System.Numerics;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Writes the parts of a payload. A text that was written before in the same section is written as its number.</summary>
/// <param name="capacity">About how many bytes there will be: with too few the writer takes more, and copies.</param>
/// <param name="knownTexts">How many texts the payload's version knows.</param>
internal sealed class PayloadWriter(int capacity = 1024, int knownTexts = KnownTexts.Count)
{
    /// <summary>So much of a text that comes before is used again, or a short payload could stand for a long one.</summary>
    public const int MostShared = 256;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Begins a section, which has its own texts.</summary>
    /// <returns>What <see cref="EndSection"/> is told.</returns>
    public int BeginSection(ulong tag)
    {
        Number(tag);
        Byte(0); // takes the length, which is seldom longer
        _texts.Clear();
        return _length;
    }

    public void EndSection(int start)
    {
        var length = _length - start;
        var more = (BitOperations.Log2((uint)length | 1) / 7);
        Take(more);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + more));
        _length = start - 1;
        Number(length);
        _length += length;
    }

    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Number(int value) => Number(checked((ulong)value));

    /// <summary>A number that may be negative, small ones short either way.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Raw(value);
    }

    /// <summary>Bytes whose number the reader knows.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>The bytes of a text, and their number before them.</summary>
    public void Utf8(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    /// <summary>A text that begins as another one does: see <see cref="PayloadReader.TextAfter"/>.</summary>
    public void TextAfter(string? previous, string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        var common = value.AsSpan().CommonPrefixLength(previous);
        common = Math.Min(common, MostShared);
        common -= common > 0 && char.IsHighSurrogate(value[common - 1]) ? 1 : 0; // a pair stays together
        Number(common + 1);
        Utf8(value.AsSpan(common));
    }

    /// <summary>A text, or none. Twice is a number once.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
        }
        else if (KnownTexts.NumberOf(value) is { } known && known < knownTexts)
        {
            Number(((ulong)known << 1) | 1);
        }
        else if (_texts.TryGetValue(value, out var number))
        {
            Number(((ulong)(knownTexts + number) << 1) | 1);
        }
        else
        {
            var length = Encoding.UTF8.GetByteCount(value);
            Number((ulong)(length + 1) << 1);
            Encoding.UTF8.GetBytes(value, Take(length));
            _texts.Add(value, _texts.Count);
        }
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        var taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
