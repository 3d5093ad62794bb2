using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>The organization of a sign-in. The name is there only if names are switched on and one was sent.</summary>
internal sealed class OrganizationClaims
{
    private OrganizationClaims(string id, string? name)
    {
        Id = id;
        Name = name;
    }

    public string Id { get; }

    public string? Name { get; }

    public static bool IsId(string value) => value.StartsWith("org_", StringComparison.Ordinal);

    public static OrganizationClaims From(string value)
    {
        if (IsId(value))
        {
            return new OrganizationClaims(value, null);
        }

        // A name always gives the same id, so that two sign-ins to one organization agree.
        var name = value.ToLowerInvariant();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new OrganizationClaims($"org_{Base64Url.EncodeToString(hash)[..16]}", name);
    }

    public bool HasMember(TenantUser user) =>
        user.Organizations.Count == 0
        || user.Organizations.Contains(Id)
        || (Name is not null && user.Organizations.Contains(Name, StringComparer.OrdinalIgnoreCase));
}
