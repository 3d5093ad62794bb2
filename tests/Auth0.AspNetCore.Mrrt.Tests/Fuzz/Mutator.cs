using System.Text;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>Spoils bytes and texts in the ways that networks, proxies, older versions and attackers do.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "null", "{}", "[]", "\"\"", "\"\\ud800\"", "1e999", "-1", "99999999999999999999", "9223372036854775807", "0.1",
            "true", "\"", "\\", ",", ":", "{", "}", "[", "]", "\0", "\r\n", "\uFEFF", "eyJ", ".", "..", "=", "NaN",
            "\"error\":", "\"access_token\":", "\"expires_in\":", "\"invalid_grant\"", "\"mfa_required\"", "exp", "aud",
            "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999+14:00", ";", "\u2028", "é", "𝄞",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3, 0x28], [0xFF, 0xFE], [0xED, 0xA0, 0x80], [0x80], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [1, 0, 0, 0],
        Encoding.UTF8.GetBytes(new string('[', 100)),
        Encoding.UTF8.GetBytes(new string('a', 5000)),
    ];

    public Random Random { get; } = new(seed);

    public T Pick<T>(IReadOnlyList<T> among) => among[Random.Next(among.Count)];

    /// <summary>The bytes after one to eight changes; now and then as they were, or nothing like them.</summary>
    public byte[] Spoil(byte[] bytes)
    {
        if (Random.Next(50) == 0)
        {
            var noise = new byte[Random.Next(64)];
            Random.NextBytes(noise);
            return noise;
        }

        var spoiled = new List<byte>(bytes);
        for (var changes = Random.Next(9); changes > 0; changes--)
        {
            SpoilOnce(spoiled);
        }

        return [.. spoiled];
    }

    /// <summary>The text after changes to its letters or to its bytes.</summary>
    public string Spoil(string text)
    {
        var spoiled = Encoding.UTF8.GetString(Spoil(Encoding.UTF8.GetBytes(text)));
        return Random.Next(20) == 0
            ? spoiled.Insert(Random.Next(spoiled.Length + 1), ((char)Random.Next(0xD700, 0xE100)).ToString())
            : spoiled;
    }

    private void SpoilOnce(List<byte> bytes)
    {
        var at = Random.Next(bytes.Count + 1);
        var length = Random.Next(Math.Min(16, bytes.Count - at) + 1);
        switch (Random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << Random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Pick(Fragments));
                break;
            default:
                bytes.InsertRange(at, Pick(Fragments));
                break;
        }
    }
}
