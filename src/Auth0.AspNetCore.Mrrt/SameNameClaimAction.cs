using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Takes a member over as the claim of the same name, a list as several; unlike the framework's own action it
/// keeps the type of the value, so that <c>true</c> stays <c>true</c>.</summary>
internal sealed class SameNameClaimAction(string name) : ClaimAction(name, ClaimValueTypes.String)
{
    public override void Run(JsonElement userData, ClaimsIdentity identity, string issuer)
    {
        if (!userData.TryGetProperty(ClaimType, out var value))
        {
            return;
        }

        foreach (var one in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value })
        {
            var (text, type) = one.ValueKind switch
            {
                JsonValueKind.String => (one.GetString(), ClaimValueTypes.String),
                JsonValueKind.True => ("true", ClaimValueTypes.Boolean),
                JsonValueKind.False => ("false", ClaimValueTypes.Boolean),
                JsonValueKind.Number => (
                    one.GetRawText(), one.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double),
                JsonValueKind.Object => (one.GetRawText(), JsonClaimValueTypes.Json),
                _ => (null, ""),
            };
            if (text is not null)
            {
                identity.AddClaim(new Claim(ClaimType, text, type, issuer));
            }
        }
    }
}
