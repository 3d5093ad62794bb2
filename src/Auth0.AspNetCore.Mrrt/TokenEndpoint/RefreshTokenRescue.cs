using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>
/// Finds the tokens of an answer that the strict reader refuses: cut off, too large, or with a member twice. The tenant has
/// rotated the refresh token that was sent. The one in the answer is the only valid one, and is worth a lenient look (G18).
/// </summary>
internal static class RefreshTokenRescue
{
    /// <summary>Finds the last text that is a value of each name, at any depth. Readers take the last of two members, too.</summary>
    /// <param name="body">The answer, as far as it came.</param>
    public static (string? RefreshToken, string? IdToken) Find(ReadOnlySpan<byte> body) =>
        (Last(body, "\"refresh_token\""u8), Last(body, "\"id_token\""u8));

    private static string? Last(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        for (var until = body; until.LastIndexOf(name) is var at and >= 0; until = until[..(at + name.Length - 1)])
        {
            // A quote behind a backslash is a letter of a text, such as a description that speaks of the member.
            if ((at == 0 || body[at - 1] != (byte)'\\') && Value(body[(at + name.Length)..]) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Reads a colon and a whole text, or nothing.</summary>
    private static string? Value(ReadOnlySpan<byte> rest)
    {
        rest = WithoutSpace(rest);
        if (rest is not [(byte)':', ..] || WithoutSpace(rest[1..]) is not [(byte)'"', ..] text)
        {
            return null;
        }

        return EndOf(text) is var end and > 0 ? Read(text[..end]) : null;
    }

    /// <summary>Returns the length of a text with its quotes; zero for one that was cut off.</summary>
    private static int EndOf(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\')
            {
                i++;
            }
            else if (text[i] == (byte)'"')
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static string? Read(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            return reader.Read() && reader.GetString() is { Length: > 0 } value && !value.Any(char.IsControl) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // no UTF-8, half a surrogate pair, or a control character
        }
    }

    private static ReadOnlySpan<byte> WithoutSpace(ReadOnlySpan<byte> rest) => rest.TrimStart(" \t\r\n"u8);
}
