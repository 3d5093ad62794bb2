using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>One tenant and one client of it, as every call to the tenant needs them. A caller resolves them once, where its
/// request's context still holds, and hands them down: options may follow the request.</summary>
internal sealed class TenantSettings
{
    /// <summary>The authentication scheme that the settings belong to, for logs and metrics.</summary>
    public required string Scheme { get; init; }

    /// <summary>The tenant's domain, as the application wrote it.</summary>
    public required string Domain { get; init; }

    /// <summary>The tenant's address, with its single slash at the end. Few calls need it.</summary>
    public Uri Address => TenantAddress.Parse(Domain);

    public required string ClientId { get; init; }

    /// <summary>Names this client of this tenant.</summary>
    public string Mark => ClientMark.Of(Address.AbsoluteUri, ClientId);

    public ClientAuthenticationMethod ClientAuthentication { get; init; }

    /// <summary>The client's secrets or keys, the newest first. At least one entry, which may be empty.</summary>
    public IReadOnlyList<ClientCredential> Credentials { get; init; } = [ClientCredential.None];

    public string ClientAssertionSecurityKeyAlgorithm { get; init; } = SecurityAlgorithms.RsaSha256;

    public required TenantChannel Channel { get; init; }

    /// <summary>How far the tenant's clock may be from this server's.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gives the tenant's endpoints and keys.</summary>
    public required IConfigurationManager<OpenIdConnectConfiguration> ConfigurationManager { get; init; }

    /// <summary>What the tenant's ID tokens must show.</summary>
    public IdTokenExpectations IdTokens => new(ConfigurationManager, ClientId, ClockSkew);

    public override string ToString() => $"client {ClientId} at {Domain}";
}
