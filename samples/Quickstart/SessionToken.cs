namespace Quickstart;

/// <summary>A row of the page's table: what is known about a token, and not the token.</summary>
public sealed record SessionToken(
    string Audience, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt, string Fingerprint, int Renewed);
