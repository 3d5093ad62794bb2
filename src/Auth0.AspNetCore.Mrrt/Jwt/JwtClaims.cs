using System.Collections.Immutable;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>The claims of a signed JWT whose signature was not checked here. A payload that readers can read in two ways has no
/// claims (see <see cref="StrictJson"/>).</summary>
internal sealed class JwtClaims
{
    /// <summary>The last moment that there is, in seconds since 1970.</summary>
    private const long LastSecond = 253402300799;

    private readonly JsonElement _payload;

    private JwtClaims(JsonElement? payload)
    {
        IsStrict = payload is not null;
        _payload = payload ?? default;
    }

    /// <summary>True when the payload is JSON that every reader reads alike.</summary>
    public bool IsStrict { get; }

    /// <summary>The audiences. Empty when the token names none. Null when the token names them in no form that RFC 7519, section
    /// 4.1.3 allows.</summary>
    public ImmutableArray<string>? Audiences => !IsStrict ? null
        : !_payload.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind switch
        {
            JsonValueKind.String => [audience.GetString()!],
            JsonValueKind.Array when audience.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
                [.. audience.EnumerateArray().Select(one => one.GetString()!)],
            _ => null,
        };

    /// <summary>Returns null for what is no signed token with claims: nothing, an opaque token, an encrypted one, one longer than
    /// <see cref="ReadableJwt.Longest"/>.</summary>
    public static JwtClaims? Read(string? token) =>
        token is { Length: <= ReadableJwt.Longest }
        && token.Split('.') is [var header, var payload, _]
        && IsObject(JwtJson.Decode(header))
        && JwtJson.Decode(payload) is { } claims && IsObject(claims)
            ? new JwtClaims(StrictJson.Object(claims))
            : null;

    /// <summary>Returns null for a claim that is missing or no text.</summary>
    public string? Text(string name) => JwtJson.Text(_payload, name);

    /// <summary>Returns the whole seconds of a moment since 1970. Null for a claim that is missing or no number.</summary>
    public long? Seconds(string name) =>
        IsStrict && _payload.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && double.IsFinite(seconds)
            ? (long)Math.Clamp(Math.Floor(seconds), 0, LastSecond)
            : null;

    /// <summary>True for what begins as a JSON object. Some readers take even a broken one.</summary>
    private static bool IsObject(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
