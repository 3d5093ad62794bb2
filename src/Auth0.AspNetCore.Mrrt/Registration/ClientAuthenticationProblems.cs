using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What is wrong with how an application proves who it is: exactly one way, and the means for it.</summary>
internal static class ClientAuthenticationProblems
{
    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    public static IEnumerable<string> Of(Auth0WebAppOptions options)
    {
        (string Name, bool Fits)[] credentials =
        [
            .. string.IsNullOrWhiteSpace(options.ClientSecret)
                ? []
                : new[]
                {
                    (nameof(options.ClientSecret), options.ClientAuthentication
                        is ClientAuthenticationMethod.ClientSecretPost or ClientAuthenticationMethod.ClientSecretBasic),
                },
            .. options.ClientAssertionSecurityKey is null
                ? []
                : new[]
                {
                    (nameof(options.ClientAssertionSecurityKey),
                        options.ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt),
                },
            .. options.ClientCertificate is null
                ? []
                : new[]
                {
                    (nameof(options.ClientCertificate),
                        options.ClientAuthentication == ClientAuthenticationMethod.TlsClientAuth),
                },
        ];
        return credentials switch
        {
            [] => Missing(options),
            [{ Fits: true }] => KeyProblems(options).Concat(CertificateProblems(options, options.ClientCertificate)),
            [var (name, _)] =>
            [
                $"{nameof(options.ClientAuthentication)} is {options.ClientAuthentication}, which does not go with the "
                + $"credential that is set: {name}.",
            ],
            _ =>
            [
                $"{string.Join(" and ", credentials.Select(credential => credential.Name))} are both set: keep the one that "
                + "the application is registered with at the tenant.",
            ],
        };
    }

    private static IEnumerable<string> Missing(Auth0WebAppOptions options)
    {
        if (options.ClientAuthentication != ClientAuthenticationMethod.TlsClientAuth)
        {
            yield return $"{nameof(options.ClientSecret)} is missing: the code flow needs the client's credentials. Set it "
                + $"from a secret store, not in source code, or set {nameof(options.ClientAssertionSecurityKey)} or "
                + $"{nameof(options.ClientCertificate)}.";
        }
        else if (IsOurs(options))
        {
            yield return $"{nameof(options.ClientCertificate)} is missing: set it, or set {nameof(options.Backchannel)} or "
                + $"{nameof(options.BackchannelHttpHandler)} to one that shows a certificate.";
        }
    }

    private static IEnumerable<string> KeyProblems(Auth0WebAppOptions options)
    {
        if (options.ClientAssertionSecurityKey is { } key
            && (!Algorithms.Contains(options.ClientAssertionSecurityKeyAlgorithm)
                || !key.IsSupportedAlgorithm(options.ClientAssertionSecurityKeyAlgorithm)
                || key is AsymmetricSecurityKey { PrivateKeyStatus: PrivateKeyStatus.DoesNotExist }))
        {
            yield return $"{nameof(options.ClientAssertionSecurityKey)} cannot sign with "
                + $"'{options.ClientAssertionSecurityKeyAlgorithm}': use a private RSA key with RS256 or PS256, or a "
                + "private EC key on P-256 with ES256.";
        }
    }

    private static IEnumerable<string> CertificateProblems(Auth0WebAppOptions options, X509Certificate2? certificate)
    {
        if (certificate is { HasPrivateKey: false })
        {
            yield return $"{nameof(options.ClientCertificate)} has no private key: nobody can prove to own it.";
        }
        else if (certificate is not null && !IsOurs(options))
        {
            yield return $"{nameof(options.ClientCertificate)} is set, and so is {nameof(options.Backchannel)} or "
                + $"{nameof(options.BackchannelHttpHandler)}, which would not show it: show it there, remove "
                + $"{nameof(options.ClientCertificate)} and set {nameof(options.ClientAuthentication)} to "
                + $"{nameof(ClientAuthenticationMethod.TlsClientAuth)}.";
        }
    }

    private static bool IsOurs(Auth0WebAppOptions options) =>
        options.Backchannel is null && options.BackchannelHttpHandler is null;
}
