using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Writes the allowed claims of a user as members of a JSON object.</summary>
internal sealed class ProfileJson(IEnumerable<string> allowed)
{
    /// <summary>Always a list: a script would find <c>admin</c> in the text <c>not-admin</c>.</summary>
    private const string Roles = "roles";

    private readonly FrozenSet<string> _allowed = allowed.ToFrozenSet(StringComparer.Ordinal);

    public void Write(Utf8JsonWriter writer, ClaimsPrincipal user)
    {
        foreach (var claims in user.Claims.Where(claim => _allowed.Contains(claim.Type)).GroupBy(claim => claim.Type, StringComparer.Ordinal))
        {
            writer.WritePropertyName(claims.Key);
            if (claims.Key != Roles && claims.Skip(1).FirstOrDefault() is null)
            {
                WriteValue(writer, claims.First());
                continue;
            }

            writer.WriteStartArray();
            foreach (var claim in claims)
            {
                WriteValue(writer, claim);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, Claim claim)
    {
        switch (claim.ValueType)
        {
            case ClaimValueTypes.Boolean when bool.TryParse(claim.Value, out var flag):
                writer.WriteBooleanValue(flag);
                break;
            case ClaimValueTypes.Integer or ClaimValueTypes.Integer32 or ClaimValueTypes.Integer64
                when long.TryParse(claim.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case JsonClaimValueTypes.Json or JsonClaimValueTypes.JsonArray when Parse(claim.Value) is { } json:
                using (json)
                {
                    json.WriteTo(writer);
                }

                break;
            default:
                writer.WriteStringValue(claim.Value);
                break;
        }
    }

    /// <summary>Null when the text is no JSON: the application writes claims too.</summary>
    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
