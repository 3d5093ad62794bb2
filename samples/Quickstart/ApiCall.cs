namespace Quickstart;

/// <summary>How one click on a button ended: what the API saw, or why there was nothing to show it.</summary>
internal sealed record ApiCall(
    string Api, int Status, string? Audience, IReadOnlyList<string> Scopes, string? Fingerprint, string? Reason);
