using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect.Claims;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Runs claim actions with JSON's spelling of <c>true</c> and <c>false</c>. The framework's actions write
/// <c>True</c> and <c>False</c>, and a policy that compares with JSON's would not match.</summary>
internal static class JsonClaims
{
    public static void Run(ClaimAction action, JsonElement claims, ClaimsIdentity identity, string issuer)
    {
        if (action is JsonKeyClaimAction { JsonKey: var member }
            && (action.GetType() == typeof(JsonKeyClaimAction) || action.GetType() == typeof(UniqueJsonKeyClaimAction))
            && claims.TryGetProperty(member, out var value)
            && Flags(value) is { } flags)
        {
            foreach (var flag in flags.Where(flag => !identity.HasClaim(action.ClaimType, flag)))
            {
                identity.AddClaim(new Claim(action.ClaimType, flag, action.ValueType, issuer));
            }
        }
        else
        {
            action.Run(claims, identity, issuer);
        }
    }

    /// <summary>Gives the texts of <c>true</c> and <c>false</c>, alone or in a list; null for other values.</summary>
    private static string[]? Flags(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(
            item => item.ValueKind is JsonValueKind.True or JsonValueKind.False) =>
            [.. value.EnumerateArray().Select(item => item.GetRawText())],
        _ => null,
    };
}
