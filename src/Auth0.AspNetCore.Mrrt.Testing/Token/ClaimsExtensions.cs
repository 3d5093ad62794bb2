using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Authorize;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>Adds claims to a token in the making.</summary>
internal static class ClaimsExtensions
{
    public static JsonObject WithOrganization(this JsonObject claims, OrganizationClaims? organization)
    {
        if (organization is not null)
        {
            claims["org_id"] = organization.Id;
        }

        if (organization?.Name is { } name)
        {
            claims["org_name"] = name;
        }

        return claims;
    }

    /// <summary>Lets an Action's claims win. One that is null takes the tenant's own away.</summary>
    public static JsonObject WithReplaced(this JsonObject claims, JsonObject replacements)
    {
        foreach (var (name, value) in replacements)
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value.DeepClone();
            }
        }

        return claims;
    }
}
