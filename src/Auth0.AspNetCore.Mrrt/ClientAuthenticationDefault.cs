using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>The authentication method of a client whose application names none: the one that fits the credential.</summary>
internal static class ClientAuthenticationDefault
{
    public static ClientAuthenticationMethod Of(SecurityKey? key, X509Certificate2? certificate) => (key, certificate) switch
    {
        (not null, _) => ClientAuthenticationMethod.PrivateKeyJwt,
        (_, not null) => ClientAuthenticationMethod.TlsClientAuth,
        _ => ClientAuthenticationMethod.ClientSecretPost,
    };
}
