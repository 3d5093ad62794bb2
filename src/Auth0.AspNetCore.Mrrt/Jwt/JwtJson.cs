using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>The parts of a token as the JSON they are: types are not converted, and what <see cref="StrictJson"/> does not
/// take makes the whole part unreadable.</summary>
internal static class JwtJson
{
    public static JsonElement? Header(JsonWebToken token) => Read(token.EncodedHeader);

    public static JsonElement? Payload(JsonWebToken token) => Payload(token.EncodedPayload);

    /// <summary>The same for a payload in Base64url, the second part of a token.</summary>
    public static JsonElement? Payload(string encoded) => Read(encoded);

    /// <summary>Gives nothing for a member that is missing or no text.</summary>
    public static string? Text(JsonElement part, string name)
    {
        try
        {
            return part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>Gives nothing for a member that is missing or no whole number.</summary>
    public static long? Number(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>Gives the whole seconds of a moment, which may have fractions (RFC 7519, section 2); nothing for a member that
    /// is missing or no number of seconds.</summary>
    public static long? Seconds(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
        && double.Abs(seconds) < long.MaxValue
            ? (long)Math.Floor(seconds)
            : null;

    /// <summary>Gives the bytes of a part; nothing for one that is no Base64url.</summary>
    public static byte[]? Decode(string part)
    {
        try
        {
            return Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(part));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonElement? Read(string part) => Decode(part) is { } json ? StrictJson.Object(json) : null;
}
