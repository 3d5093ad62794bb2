using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>An access token that a server gave out, and what it says. One object for each token.</summary>
internal sealed class HandedToken
{
    private HandedToken(string value, JsonWebToken token)
    {
        Value = value;
        Subject = token.Subject;
        Audiences = [.. token.Audiences];
        Scope = token.TryGetPayloadValue<string>("scope", out var scope) ? scope : "";
        IssuedAt = token.IssuedAt;
        ExpiresAt = token.ValidTo;
    }

    public string Value { get; }

    public string Subject { get; }

    public IReadOnlyList<string> Audiences { get; }

    public string Scope { get; }

    /// <summary>To the second.</summary>
    public DateTimeOffset IssuedAt { get; }

    public DateTimeOffset ExpiresAt { get; }

    public static bool TryRead(string value, [NotNullWhen(true)] out HandedToken? token)
    {
        try
        {
            token = new HandedToken(value, new JsonWebToken(value));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            token = null;
            return false;
        }
    }

    public override string ToString() => $"token of {Subject} issued {IssuedAt:HH:mm:ss}";
}
