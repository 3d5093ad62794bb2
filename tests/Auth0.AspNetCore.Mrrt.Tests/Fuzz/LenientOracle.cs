using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>What a lenient reader finds in an answer. It shares no code with the library.</summary>
internal static partial class LenientOracle
{
    /// <summary>A member that no change touches.</summary>
    public static ReadOnlySpan<byte> Untouched => "\"refresh_token\":\"s3cr3t+rt\""u8;

    public static string? RefreshToken(byte[] body) =>
        Member().Matches(Encoding.Latin1.GetString(body)).Select(match => Text(match.Groups[1].Value)).LastOrDefault(
            text => text is { Length: > 0 } && !text.Any(char.IsControl));

    private static string? Text(string latin1)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(Encoding.Latin1.GetBytes(latin1));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("(?<!\\\\)\"(?=refresh_token\"[ \\t\\r\\n]*:[ \\t\\r\\n]*(\"(?:[^\"\\\\]|\\\\.)*\"))", RegexOptions.Singleline)]
    private static partial Regex Member();
}
