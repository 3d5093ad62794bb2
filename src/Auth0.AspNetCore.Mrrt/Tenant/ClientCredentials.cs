using System.Net.Http.Headers;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Puts the application's credentials on a call to the tenant: written once, used by every call.</summary>
internal sealed class ClientCredentials(TimeProvider time)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Auth0 advises a minute and accepts five.</summary>
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    private static readonly JsonWebTokenHandler Assertions = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Whether a parameter is for the credentials to say, and for nobody else.</summary>
    public static bool Owns(string parameter) =>
        parameter is "client_id" or "client_secret" or "client_assertion" or "client_assertion_type";

    /// <param name="tenant">The tenant and client.</param>
    /// <param name="credential">The one of the client's credentials to send.</param>
    /// <param name="headers">The headers of the call.</param>
    /// <param name="form">The form of the call.</param>
    public void Apply(
        TenantSettings tenant,
        ClientCredential credential,
        HttpRequestHeaders headers,
        ICollection<KeyValuePair<string, string>> form)
    {
        switch (tenant.ClientAuthentication)
        {
            case ClientAuthenticationMethod.ClientSecretBasic:
                headers.Authorization = new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes(
                        $"{FormEncoded(tenant.ClientId)}:{FormEncoded(credential.Secret)}")));
                break;
            case ClientAuthenticationMethod.PrivateKeyJwt:
                form.Add(new("client_id", tenant.ClientId));
                form.Add(new("client_assertion_type", AssertionType));
                form.Add(new("client_assertion", Assertion(tenant, credential)));
                break;
            case ClientAuthenticationMethod.TlsClientAuth:
                form.Add(new("client_id", tenant.ClientId)); // the certificate speaks for itself (RFC 8705, section 2)
                break;
            default:
                form.Add(new("client_id", tenant.ClientId));
                form.Add(new("client_secret", credential.Secret ?? ""));
                break;
        }
    }

    /// <summary>RFC 7523, section 3. Auth0 wants its issuer as the one audience, with its single slash.</summary>
    private string Assertion(TenantSettings tenant, ClientCredential credential)
    {
        var now = time.GetUtcNow();
        return Assertions.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = tenant.ClientId,
            Audience = tenant.Address.AbsoluteUri,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AssertionLifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = tenant.ClientId,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = new SigningCredentials(
                credential.Key, tenant.ClientAssertionSecurityKeyAlgorithm),
        });
    }

    /// <summary>The form encoding that RFC 6749, section 2.3.1 wants inside the header.</summary>
    private static string FormEncoded(string? value) => Uri.EscapeDataString(value ?? "").Replace("%20", "+", StringComparison.Ordinal);
}
