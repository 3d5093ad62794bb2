using System.Buffers.Text;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Decides what a login asks the tenant for: code flow with PKCE, and nothing else (RFC 9700, section
/// 2.1.1).</summary>
internal sealed class AuthorizationRequest(
    IOptionsMonitor<Auth0WebAppOptions> logins, IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens)
{
    private const int NonceBytes = 32;

    private static readonly string[] PkceParameters = ["code_challenge", "code_challenge_method"];

    /// <summary>Adds the parameters of this library to the request that the framework built.</summary>
    /// <returns>The protocol's own parameters, for <see cref="Settle"/>.</returns>
    public IReadOnlyDictionary<string, string?> Fill(RedirectContext context)
    {
        var (message, properties, scheme) = (context.ProtocolMessage, context.Properties, context.Scheme.Name);
        var login = logins.Get(scheme);
        // An application can set items without the builder. They must not set the protocol's own parameters.
        (string Name, string? Value)[] asked =
        [
            .. login.LoginParameters.Select(pair => (pair.Key, (string?)pair.Value))
                .Concat(OfThisLogin(properties))
                .Where(parameter => !AuthorizationParameters.IsReserved(parameter.Item1)),
        ];
        foreach (var (name, value) in asked)
        {
            message.SetParameter(name, value);
        }

        if (string.IsNullOrEmpty(message.GetParameter("organization")))
        {
            message.SetParameter("organization", string.IsNullOrWhiteSpace(login.Organization) ? null : login.Organization);
        }

        var namesScopes = asked.Any(parameter => parameter is { Name: "scope", Value.Length: > 0 })
            || properties.GetParameter<ICollection<string>>(OpenIdConnectParameterNames.Scope) is not null;
        AddAccessToken(message, accessTokens.Get(scheme), namesScopes);
        message.Scope = RequiredScope(message.Scope, scheme);
        message.Nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        return PkceParameters.Append("nonce").ToDictionary(name => name, message.GetParameter);
    }

    /// <summary>Notes what the request asks for, after the application's event. The callback compares the answer with it. The
    /// protocol's own parameters get their former values.</summary>
    public void Settle(RedirectContext context, IReadOnlyDictionary<string, string?> settled)
    {
        var (message, items) = (context.ProtocolMessage, context.Properties.Items);
        foreach (var name in AuthorizationParameters.Foreign)
        {
            message.Parameters.Remove(name);
        }

        foreach (var (name, value) in settled)
        {
            message.SetParameter(name, value);
        }

        message.ClientId = context.Options.ClientId;
        message.ResponseType = OpenIdConnectResponseType.Code;
        // Without the parameter the tenant answers in the query.
        message.ResponseMode =
            context.Options.ResponseMode == OpenIdConnectResponseMode.FormPost ? context.Options.ResponseMode : null;
        message.Scope = RequiredScope(message.Scope, context.Scheme.Name);
        if (RequestBounds.Problem(message.GetParameter("audience"), message.Scope) is { } problem)
        {
            // What a login asks for stays in its session, and so in the cookie.
            throw new InvalidOperationException($"The login of scheme '{context.Scheme.Name}' is beyond a bound. {problem}");
        }

        items[LoginItems.Nonce] = message.Nonce;
        items[LoginItems.Audience] = message.GetParameter("audience");
        items[LoginItems.Scope] = message.Scope;
        items[LoginItems.Organization] = message.GetParameter("organization");
        items[LoginItems.MaxAge] = message.MaxAge;
    }

    /// <summary>Gives a pushed request the values again that the callback compares its answer with. An application's event
    /// may add parameters.</summary>
    public static void Restore(OpenIdConnectMessage pushed, IReadOnlyDictionary<string, string?> settled)
    {
        foreach (var (name, value) in settled)
        {
            pushed.SetParameter(name, value);
        }
    }

    /// <summary>The parameters of a settled request that an event of a push must not change. They include those that have no
    /// place in a request.</summary>
    public static IReadOnlyDictionary<string, string?> Settled(OpenIdConnectMessage request) =>
        AuthorizationParameters.Settled.ToDictionary(name => name, request.GetParameter);

    private static IEnumerable<(string Name, string? Value)> OfThisLogin(AuthenticationProperties properties) =>
        from item in properties.Items
        where item.Key.StartsWith(AuthorizationParameters.ItemPrefix, StringComparison.Ordinal)
        select (item.Key[AuthorizationParameters.ItemPrefix.Length..], item.Value);

    /// <summary>Adds the audience of this login, and the scopes that go with it unless the login names its own.</summary>
    private static void AddAccessToken(
        OpenIdConnectMessage message, Auth0WebAppWithAccessTokenOptions settings, bool namesScopes)
    {
        if (!settings.Enabled)
        {
            return;
        }

        if (string.IsNullOrEmpty(message.GetParameter("audience")))
        {
            message.SetParameter("audience", string.IsNullOrEmpty(settings.Audience) ? null : settings.Audience);
        }

        if (!namesScopes)
        {
            message.Scope = ScopeSet.Union(message.Scope, settings.DefaultScope(message.GetParameter("audience")));
        }
    }

    private string? RequiredScope(string? scope, string scheme)
    {
        scope = ScopeSet.Covers(scope, "openid") ? scope : ScopeSet.Union(scope, "openid");
        return accessTokens.Get(scheme) is { Enabled: true, UseRefreshTokens: true }
            ? ScopeSet.Union(scope, "offline_access")
            : scope;
    }
}
