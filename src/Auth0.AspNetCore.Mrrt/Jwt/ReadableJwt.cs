using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>Reads a token without checking it, where it can be read at all: what it says is a reason to distrust it, or
/// concerns one that was checked before.</summary>
internal static class ReadableJwt
{
    /// <summary>Gives nothing for no token, an opaque one or a broken one.</summary>
    public static JsonWebToken? Read(string? token)
    {
        try
        {
            return token is null ? null : new JsonWebToken(token);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException)
        {
            return null;
        }
    }
}
