using System.Collections.Frozen;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>The audiences whose tokens a browser may have, with their scopes.</summary>
internal sealed class BrowserTokens(IEnumerable<KeyValuePair<string, string>> allowed)
{
    /// <summary>Scopes that say who the user is. Each token of a login has them, and no API grants anything for them.</summary>
    private const string IdentityScopes = "openid profile email address phone offline_access";

    private readonly FrozenDictionary<string, string> _allowed = allowed.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The audience that a request means when it names none. Null when there are several.</summary>
    public string? Only => _allowed.Count == 1 ? _allowed.Keys[0] : null;

    public bool Has(string audience) => _allowed.ContainsKey(audience);

    /// <summary>All scopes that a browser may have at an audience.</summary>
    public string Scope(string audience) => _allowed[audience];

    /// <summary>
    /// True when a token has no scope beyond the allowed ones. A session may hold a token with more scopes, and that token also
    /// answers a request for few. False when no scope is known: the tenant may then have granted everything.
    /// </summary>
    public bool Covers(string audience, IReadOnlyList<string> granted) =>
        granted.Count > 0 && Covers(_allowed[audience], string.Join(' ', granted));

    /// <summary>The same for scopes as text.</summary>
    public static bool Covers(string allowed, string? granted) => ScopeSet.Covers(ScopeSet.Union(allowed, IdentityScopes), granted);
}
