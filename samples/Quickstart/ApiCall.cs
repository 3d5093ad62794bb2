namespace Quickstart;

/// <summary>The result of one API call: what the API read from the token, or why the call failed.</summary>
internal sealed record ApiCall(
    string Api, int Status, string? Audience, IReadOnlyList<string> Scopes, string? Fingerprint, string? Reason);
