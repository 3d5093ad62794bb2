using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>What the ID tokens of one client of one tenant must show.</summary>
/// <param name="ConfigurationManager">Gives the issuer and its keys.</param>
/// <param name="ClientId">The audience.</param>
/// <param name="ClockSkew">How far the issuer's clock may be from this server's.</param>
internal sealed record IdTokenExpectations(
    IConfigurationManager<OpenIdConnectConfiguration> ConfigurationManager, string ClientId, TimeSpan ClockSkew);
