using System.Net;
using System.Text;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>
/// Tells which application is calling: <c>client_secret_basic</c>, <c>client_secret_post</c> or <c>none</c>
/// (RFC 6749, 2.3). Whatever is wrong, the answer is the same.
/// </summary>
internal sealed class ClientAuthentication(Registrations registrations, TenantBehavior behavior)
{
    public OAuthError Refusal => behavior.ReportInvalidClient ? OAuthError.InvalidClient : OAuthError.Unauthorized;

    public TenantClient? Authenticate(RequestParameters parameters, string? authorization)
    {
        var (id, secret) = (parameters["client_id"], parameters["client_secret"]);
        // Any other scheme is for somebody else, and no reason to refuse.
        if (authorization?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Find(id, secret ?? "");
        }

        // Both methods at once are taken only if they say the same.
        return ReadBasic(authorization) is { } basic
            && (id is null || id == basic.Id)
            && (secret is null || SecretComparison.AreEqual(basic.Secret, secret))
                ? Find(basic.Id, basic.Secret) ?? Find(Decoded(basic.Id), Decoded(basic.Secret))
                : null;
    }

    private TenantClient? Find(string? id, string secret)
    {
        var client = registrations.FindClient(id);
        // Compared even if there is no such client, so that the time does not tell.
        var matches = SecretComparison.AreEqual(client?.ClientSecret ?? "", secret);
        return matches ? client : null;
    }

    private static (string Id, string Secret)? ReadBasic(string authorization)
    {
        var credentials = authorization["Basic ".Length..].Trim();
        var buffer = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, buffer, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }

    // RFC 6749 asks for form encoding inside Basic; many clients do without, and both are accepted.
    private static string Decoded(string value) => WebUtility.UrlDecode(value);
}
