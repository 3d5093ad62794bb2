namespace Auth0.AspNetCore.Mrrt;

/// <summary>An access token for one API, with what is known about it. <see cref="ToString"/> does not show it.</summary>
public sealed class AccessToken
{
    private readonly string? _scope;
    private IReadOnlyList<string>? _scopes;

    /// <summary>Creates a token, for a test of code that uses tokens.</summary>
    /// <param name="value">The token.</param>
    /// <param name="expiresAt">When the token ends.</param>
    /// <param name="tokenType">How the token is presented.</param>
    /// <param name="scope">The scopes that were granted, separated by spaces; null when the tenant named none.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> or <paramref name="tokenType"/> is empty.</exception>
    public AccessToken(string value, DateTimeOffset expiresAt, string tokenType = "Bearer", string? scope = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        ArgumentException.ThrowIfNullOrEmpty(tokenType);
        Value = value;
        ExpiresAt = expiresAt;
        TokenType = tokenType;
        _scope = scope;
    }

    /// <summary>What goes behind <see cref="TokenType"/> in the <c>Authorization</c> header.</summary>
    public string Value { get; }

    /// <summary>When the token ends.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>How the token is presented: <c>Bearer</c> (RFC 6750) or <c>DPoP</c> (RFC 9449).</summary>
    public string TokenType { get; }

    /// <summary>The scopes that were granted, as far as the tenant named them.</summary>
    public IReadOnlyList<string> Scopes => _scopes ??= ScopeSet.Split(_scope);

    /// <summary>Tells the expiry, never the token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"access token until {ExpiresAt:O}";
}
