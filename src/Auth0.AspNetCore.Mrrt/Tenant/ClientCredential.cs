using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>One secret or one key of a client. A client has several of a kind while they are rotated. A class, so that no
/// <c>ToString</c> shows the secret.</summary>
internal sealed class ClientCredential
{
    private ClientCredential(string? secret, SecurityKey? key)
    {
        Secret = secret;
        Key = key;
    }

    /// <summary>Nothing to send: a certificate speaks for the client, or the settings have no credential.</summary>
    public static ClientCredential None { get; } = new(secret: null, key: null);

    /// <summary>The client secret (RFC 6749, section 2.3.1).</summary>
    public string? Secret { get; }

    /// <summary>The private key that signs client assertions (RFC 7523).</summary>
    public SecurityKey? Key { get; }

    public static ClientCredential OfSecret(string secret) => new(secret, key: null);

    public static ClientCredential OfKey(SecurityKey key) => new(secret: null, key);

    public override string ToString() => "client credential";
}
