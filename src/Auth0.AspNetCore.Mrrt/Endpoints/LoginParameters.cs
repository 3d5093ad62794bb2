using System.Collections.Frozen;
using System.Globalization;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>
/// What the address of a login may ask for. Anybody can write such an address and give it to a user as a link. The address brings
/// only parameters that the application allows, and changes nothing that the application asks for in every login.
/// </summary>
internal sealed class LoginParameters(
    string scheme,
    IEnumerable<string> allowed,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<OpenIdConnectOptions> handlers,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens)
{
    public const string ReturnTo = "returnTo";

    /// <summary>The entry of the allow-list that stands for all extension parameters.</summary>
    public const string AnyExtension = AuthorizationParameters.ExtensionPrefix + "*";

    private const string Audience = "audience";
    private const string Scope = "scope";
    private const int MostExtensions = 10;

    private readonly FrozenSet<string> _allowed = allowed.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sets what the address asks for.</summary>
    /// <param name="query">The parameters of the address.</param>
    /// <param name="pathBase">The application's path base. A login without a return address of its own ends below it.</param>
    /// <param name="login">The login that is about to begin.</param>
    /// <returns>The name of the first parameter that is there twice or not valid. Null when all are valid.</returns>
    public string? Read(IQueryCollection query, PathString pathBase, LoginAuthenticationPropertiesBuilder login)
    {
        if (query[ReturnTo].Count > 1)
        {
            return ReturnTo;
        }

        var returnTo = query[ReturnTo].ToString();
        login.WithRedirectUri(ReturnAddress.IsLocal(returnTo) ? returnTo : pathBase + "/");
        string[] extensions = _allowed.Contains(AnyExtension) ? [.. query.Keys.Where(IsExtension)] : [];
        if (extensions.Length > MostExtensions || !extensions.All(LoginParameterRules.IsName))
        {
            return AnyExtension;
        }

        foreach (var name in _allowed.Where(query.ContainsKey).Union(extensions, StringComparer.Ordinal))
        {
            if (query[name] is not [{ } value] || (value.Length > 0 && !IsValid(name, value)))
            {
                return name;
            }

            login.WithParameter(name, value);
        }

        return null;
    }

    /// <summary>The query of a login for an audience and scopes, as far as the endpoint takes them.</summary>
    public QueryString Query(string audience, string scope)
    {
        var query = QueryString.Empty;
        if (_allowed.Contains(Audience) && IsValid(Audience, audience))
        {
            query = query.Add(Audience, audience);
            query = _allowed.Contains(Scope) && IsValid(Scope, scope) ? query.Add(Scope, scope) : query;
        }

        return query;
    }

    private static bool IsExtension(string name) =>
        name.StartsWith(AuthorizationParameters.ExtensionPrefix, StringComparison.Ordinal);

    private bool IsValid(string name, string value) =>
        LoginParameterRules.Allows(name, value)
        && (name != Audience || IsKnown(value))
        && (OfEveryLogin(name) is not { Length: > 0 } asked
            || (name == "max_age" ? Seconds(value) <= Seconds(asked) : value == asked));

    /// <summary>What the application asks for in every login. A link with another organization would sign a member of that
    /// organization in; one with other <c>acr_values</c> would spare the user a second factor.</summary>
    private string? OfEveryLogin(string name)
    {
        var login = logins.Get(scheme);
        return login.LoginParameters.TryGetValue(name, out var asked) && asked.Length > 0 ? asked : name switch
        {
            "organization" => login.Organization?.Trim(),
            "max_age" => handlers.Get(scheme).MaxAge is { } most
                ? ((long)most.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                : null,
            _ => null,
        };
    }

    private bool IsKnown(string audience) =>
        accessTokens.Get(scheme) is { Enabled: true } settings
        && (audience == settings.Audience || settings.ScopeByAudience.ContainsKey(audience));

    private static long Seconds(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
