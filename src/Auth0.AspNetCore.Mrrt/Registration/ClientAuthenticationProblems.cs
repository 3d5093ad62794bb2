using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What is wrong with how an application proves who it is: exactly one way, and the means for it.</summary>
internal static class ClientAuthenticationProblems
{
    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    public static IEnumerable<string> Of(ClientSettings client)
    {
        (string Name, bool Fits)[] credentials =
        [
            .. string.IsNullOrWhiteSpace(client.ClientSecret)
                ? []
                : new[]
                {
                    (nameof(client.ClientSecret), client.ClientAuthentication
                        is ClientAuthenticationMethod.ClientSecretPost or ClientAuthenticationMethod.ClientSecretBasic),
                },
            .. client.ClientAssertionSecurityKey is null
                ? []
                : new[]
                {
                    (nameof(client.ClientAssertionSecurityKey),
                        client.ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt),
                },
            .. client.ClientCertificate is null
                ? []
                : new[]
                {
                    (nameof(client.ClientCertificate),
                        client.ClientAuthentication == ClientAuthenticationMethod.TlsClientAuth),
                },
        ];
        return credentials switch
        {
            [] => Missing(client),
            [{ Fits: true }] =>
            [
                .. KeyProblems(client),
                .. AdditionalCredentialProblems.Of(client),
                .. CertificateProblems(client, client.ClientCertificate),
            ],
            [var (name, _)] =>
            [
                $"{nameof(client.ClientAuthentication)} is {client.ClientAuthentication}, which does not go with the "
                + $"credential that is set: {name}.",
            ],
            _ =>
            [
                $"{string.Join(" and ", credentials.Select(credential => credential.Name))} are both set: keep the one that "
                + "the application is registered with at the tenant.",
            ],
        };
    }

    /// <summary>True for a private key that can sign client assertions with this algorithm.</summary>
    public static bool Signs(SecurityKey key, string algorithm) =>
        Algorithms.Contains(algorithm)
        && key.IsSupportedAlgorithm(algorithm)
        && key is not AsymmetricSecurityKey { PrivateKeyStatus: PrivateKeyStatus.DoesNotExist };

    private static IEnumerable<string> Missing(ClientSettings client)
    {
        if (client.ClientAuthentication != ClientAuthenticationMethod.TlsClientAuth)
        {
            yield return $"{nameof(client.ClientSecret)} is missing: the code flow needs the client's credentials. Set it "
                + $"from a secret store, not in source code, or set {nameof(client.ClientAssertionSecurityKey)} or "
                + $"{nameof(client.ClientCertificate)}.";
        }
        else if (IsOurs(client))
        {
            yield return $"{nameof(client.ClientCertificate)} is missing: set it, or set {nameof(client.Backchannel)} or "
                + $"{nameof(client.BackchannelHttpHandler)} to one that shows a certificate.";
        }
    }

    private static IEnumerable<string> KeyProblems(ClientSettings client)
    {
        if (client.ClientAssertionSecurityKey is { } key && !Signs(key, client.ClientAssertionSecurityKeyAlgorithm))
        {
            yield return $"{nameof(client.ClientAssertionSecurityKey)} cannot sign with "
                + $"'{client.ClientAssertionSecurityKeyAlgorithm}': use a private RSA key with RS256 or PS256, or a "
                + "private EC key on P-256 with ES256.";
        }
    }

    private static IEnumerable<string> CertificateProblems(ClientSettings client, X509Certificate2? certificate)
    {
        if (certificate is { HasPrivateKey: false })
        {
            yield return $"{nameof(client.ClientCertificate)} has no private key: nobody can prove to own it.";
        }
        else if (certificate is not null && !IsOurs(client))
        {
            yield return $"{nameof(client.ClientCertificate)} is set, and so is {nameof(client.Backchannel)} or "
                + $"{nameof(client.BackchannelHttpHandler)}, which would not show it: show it there, remove "
                + $"{nameof(client.ClientCertificate)} and set {nameof(client.ClientAuthentication)} to "
                + $"{nameof(ClientAuthenticationMethod.TlsClientAuth)}.";
        }
    }

    private static bool IsOurs(ClientSettings client) =>
        client.Backchannel is null && client.BackchannelHttpHandler is null;
}
