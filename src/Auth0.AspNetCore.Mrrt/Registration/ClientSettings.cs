using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The client at the tenant, as a login or <c>AddAuth0AccessTokens</c> sets it: one form of
/// both. A class, so that no <c>ToString</c> shows the secret.</summary>
internal sealed class ClientSettings
{
    public required string Domain { get; init; }

    public required string ClientId { get; init; }

    public required string? ClientSecret { get; init; }

    public required SecurityKey? ClientAssertionSecurityKey { get; init; }

    public required IReadOnlyList<string> AdditionalClientSecrets { get; init; }

    public required IReadOnlyList<SecurityKey> AdditionalClientAssertionSecurityKeys { get; init; }

    public required string ClientAssertionSecurityKeyAlgorithm { get; init; }

    public required X509Certificate2? ClientCertificate { get; init; }

    public required ClientAuthenticationMethod ClientAuthentication { get; init; }

    public required HttpClient? Backchannel { get; init; }

    public required HttpMessageHandler? BackchannelHttpHandler { get; init; }

    public required TimeSpan BackchannelTimeout { get; init; }

    public required TimeSpan ClockSkew { get; init; }

    public required bool SendTelemetry { get; init; }

    public required string CookieAuthenticationScheme { get; init; }

    /// <summary>The secrets or keys in the order in which they are tried.</summary>
    public IReadOnlyList<ClientCredential> Credentials => this switch
    {
        { ClientAssertionSecurityKey: { } key } =>
            [ClientCredential.OfKey(key), .. AdditionalClientAssertionSecurityKeys.Select(ClientCredential.OfKey)],
        { ClientSecret: { } secret } =>
            [ClientCredential.OfSecret(secret), .. AdditionalClientSecrets.Select(ClientCredential.OfSecret)],
        _ => [ClientCredential.None],
    };

    public static ClientSettings Of(Auth0WebAppOptions login) => new()
    {
        Domain = login.Domain,
        ClientId = login.ClientId,
        ClientSecret = login.ClientSecret,
        ClientAssertionSecurityKey = login.ClientAssertionSecurityKey,
        AdditionalClientSecrets = [.. login.AdditionalClientSecrets],
        AdditionalClientAssertionSecurityKeys = [.. login.AdditionalClientAssertionSecurityKeys],
        ClientAssertionSecurityKeyAlgorithm = login.ClientAssertionSecurityKeyAlgorithm,
        ClientCertificate = login.ClientCertificate,
        ClientAuthentication = login.ClientAuthentication,
        Backchannel = login.Backchannel,
        BackchannelHttpHandler = login.BackchannelHttpHandler,
        BackchannelTimeout = login.BackchannelTimeout,
        ClockSkew = login.ClockSkew,
        SendTelemetry = login.SendTelemetry,
        CookieAuthenticationScheme = login.CookieAuthenticationScheme,
    };

    public static ClientSettings Of(Auth0AccessTokensClientOptions client) => new()
    {
        Domain = client.Domain,
        ClientId = client.ClientId,
        ClientSecret = client.ClientSecret,
        ClientAssertionSecurityKey = client.ClientAssertionSecurityKey,
        AdditionalClientSecrets = [.. client.AdditionalClientSecrets],
        AdditionalClientAssertionSecurityKeys = [.. client.AdditionalClientAssertionSecurityKeys],
        ClientAssertionSecurityKeyAlgorithm = client.ClientAssertionSecurityKeyAlgorithm,
        ClientCertificate = client.ClientCertificate,
        ClientAuthentication = client.ClientAuthentication,
        Backchannel = client.Backchannel,
        BackchannelHttpHandler = client.BackchannelHttpHandler,
        BackchannelTimeout = client.BackchannelTimeout,
        ClockSkew = client.ClockSkew,
        SendTelemetry = client.SendTelemetry,
        CookieAuthenticationScheme = client.CookieAuthenticationScheme,
    };
}
