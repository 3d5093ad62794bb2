using System.Buffers;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Writes the parts of a payload. A text that was written before is written as its number.</summary>
internal sealed class PayloadWriter
{
    /// <summary>So much of a text that comes before is used again, or a short payload could stand for a long one.</summary>
    public const int MostShared = 256;

    private readonly ArrayBufferWriter<byte> _bytes = new(2048);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

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
        _bytes.Write(value);
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
        Bytes(Encoding.UTF8.GetBytes(value[common..]));
    }

    /// <summary>A text, or none. Twice is a number once.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
        }
        else if (KnownTexts.NumberOf(value) is { } known)
        {
            Number(((ulong)known << 1) | 1);
        }
        else if (_texts.TryGetValue(value, out var number))
        {
            Number(((ulong)(KnownTexts.FirstWritten + number) << 1) | 1);
        }
        else
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            Number((ulong)(bytes.Length + 1) << 1);
            _bytes.Write(bytes);
            _texts.Add(value, _texts.Count);
        }
    }
}
