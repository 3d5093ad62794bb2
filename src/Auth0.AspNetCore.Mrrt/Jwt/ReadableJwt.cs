using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>Reads a token without checking it, where it can be read at all: what it says is a reason to distrust it, or
/// concerns one that was checked before.</summary>
internal static class ReadableJwt
{
    /// <summary>The longest token that is read, in characters. A session carries the ID token to the end.</summary>
    public const int Longest = 256_000;

    /// <summary>Gives nothing for no token, an opaque one, a broken one and one that is too long.</summary>
    public static JsonWebToken? Read(string? token)
    {
        try
        {
            return token is null || token.Length > Longest ? null : new JsonWebToken(token);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException)
        {
            return null;
        }
    }
}
