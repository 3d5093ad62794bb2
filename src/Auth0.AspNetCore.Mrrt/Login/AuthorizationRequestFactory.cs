using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Decides what a login asks the tenant for: code flow with PKCE, and nothing else (RFC 9700, section
/// 2.1.1).</summary>
internal sealed class AuthorizationRequestFactory(IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens)
{
    private const int EntropyBytes = 32;

    /// <summary>Builds the request; what the callback needs again goes into <paramref name="properties"/>.</summary>
    public OpenIdConnectMessage Create(
        string scheme, Auth0WebAppOptions options, AuthenticationProperties properties, string redirectUri)
    {
        var message = new OpenIdConnectMessage { EnableTelemetryParameters = false };
        // Items are set without the builder as well: what is the protocol's own is none of theirs.
        foreach (var (name, value) in options.LoginParameters.Select(pair => (pair.Key, (string?)pair.Value))
                     .Concat(OfThisLogin(properties))
                     .Where(parameter => !AuthorizationParameters.IsReserved(parameter.Item1)))
        {
            message.SetParameter(name, value);
        }

        AddAccessToken(message, scheme, options);
        message.Scope = RequiredScope(message.Scope, scheme);
        properties.Items[LoginItems.CodeVerifier] = Random();
        properties.Items[LoginItems.Nonce] = Random();
        message.RedirectUri = redirectUri;
        SetProtocol(message, options, properties);
        return message;
    }

    /// <summary>Notes what the request asks for once the application has had its say, for the callback to hold the
    /// answer to; the protocol's own parameters are what they were.</summary>
    public void Settle(
        OpenIdConnectMessage message, string scheme, Auth0WebAppOptions options, AuthenticationProperties properties)
    {
        foreach (var name in AuthorizationParameters.Foreign)
        {
            message.Parameters.Remove(name);
        }

        message.Scope = RequiredScope(message.Scope, scheme);
        SetProtocol(message, options, properties);
        properties.Items[LoginItems.RedirectUri] = message.RedirectUri;
        properties.Items[LoginItems.Audience] = message.GetParameter("audience");
        properties.Items[LoginItems.Scope] = message.Scope;
        properties.Items[LoginItems.Organization] = message.GetParameter("organization");
        properties.Items[LoginItems.MaxAge] = message.MaxAge;
    }

    private static IEnumerable<(string Name, string? Value)> OfThisLogin(AuthenticationProperties properties) =>
        from item in properties.Items
        where item.Key.StartsWith(AuthorizationParameters.ItemPrefix, StringComparison.Ordinal)
        select (item.Key[AuthorizationParameters.ItemPrefix.Length..], item.Value);

    /// <summary>The audience of this login, and the scopes that go with it unless the login names its own.</summary>
    private void AddAccessToken(OpenIdConnectMessage message, string scheme, Auth0WebAppOptions options)
    {
        var settings = accessTokens.Get(scheme);
        if (settings.Enabled && string.IsNullOrEmpty(message.GetParameter("audience")))
        {
            message.SetParameter("audience", string.IsNullOrEmpty(settings.Audience) ? null : settings.Audience);
        }

        if (string.IsNullOrEmpty(message.Scope))
        {
            message.Scope = ScopeSet.Union(
                options.Scope, settings.Enabled ? settings.DefaultScope(message.GetParameter("audience")) : null);
        }
    }

    private string? RequiredScope(string? scope, string scheme)
    {
        scope = ScopeSet.Covers(scope, "openid") ? scope : ScopeSet.Union(scope, "openid");
        return accessTokens.Get(scheme) is { Enabled: true, UseRefreshTokens: true }
            ? ScopeSet.Union(scope, "offline_access")
            : scope;
    }

    private static void SetProtocol(
        OpenIdConnectMessage message, Auth0WebAppOptions options, AuthenticationProperties properties)
    {
        var verifier = properties.Items[LoginItems.CodeVerifier]!;
        message.ClientId = options.ClientId;
        message.ResponseType = OpenIdConnectResponseType.Code;
        // Query is what a code comes with by default: not said.
        message.ResponseMode = options.ResponseMode == OpenIdConnectResponseMode.FormPost ? options.ResponseMode : null;
        message.Nonce = properties.Items[LoginItems.Nonce];
        message.SetParameter(
            "code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
        message.SetParameter("code_challenge_method", "S256");
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EntropyBytes));
}
