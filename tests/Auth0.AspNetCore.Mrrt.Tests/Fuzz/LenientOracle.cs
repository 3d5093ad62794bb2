using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>Says which refresh token of an answer must be kept. It shares no code with the library.</summary>
internal static partial class LenientOracle
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>A member that no change touches.</summary>
    public static ReadOnlySpan<byte> Untouched => "\"refresh_token\":\"s3cr3t+rt\""u8;

    /// <summary>The member itself counts in an answer that every reader understands alike. In any other answer, the last one that can
    /// be read counts.</summary>
    /// <param name="body">The answer, as far as it came.</param>
    /// <param name="isWhole">False when the answer was cut off.</param>
    public static string? Kept(byte[] body, bool isWhole) =>
        isWhole && TryRead(body, out var member) ? member : RefreshToken(body);

    /// <summary>True when every reader understands the answer alike.</summary>
    public static bool IsPlain(byte[] body) => TryRead(body, out _);

    private static bool TryRead(byte[] body, out string? refreshToken)
    {
        refreshToken = null;
        try
        {
            using var answer = JsonDocument.Parse(body, Strict);
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !AllTextsCanBeRead(answer.RootElement))
            {
                return false;
            }

            refreshToken = Member(answer.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? RefreshToken(byte[] body) =>
        Members().Matches(Encoding.Latin1.GetString(body)).Select(match => Text(match.Groups[1].Value)).LastOrDefault(
            text => text is { Length: > 0 } && !text.Any(char.IsControl));

    private static string? Member(JsonElement answer) =>
        answer.TryGetProperty("refresh_token", out var member) && member.ValueKind == JsonValueKind.String
        && member.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Throws at half a surrogate pair, and at bytes that are no UTF-8.</summary>
    private static bool AllTextsCanBeRead(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(AllTextsCanBeRead),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && AllTextsCanBeRead(member.Value)),
        _ => true,
    };

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
    private static partial Regex Members();
}
