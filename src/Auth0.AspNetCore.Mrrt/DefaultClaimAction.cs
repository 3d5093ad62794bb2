using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Takes a member over as a claim, a list as several; unlike the framework's own action it keeps the type of the
/// value, so that <c>true</c> stays <c>true</c>. An action of the application for the same claim takes its place.</summary>
/// <param name="claimType">The claim.</param>
/// <param name="member">The member of the ID token or of <c>/userinfo</c>.</param>
internal sealed class DefaultClaimAction(string claimType, string member)
    : ClaimAction(claimType, ClaimValueTypes.String)
{
    public override void Run(JsonElement userData, ClaimsIdentity identity, string issuer)
    {
        if (!userData.TryGetProperty(member, out var value))
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
