namespace Quickstart;

/// <summary>An API's answer: the claims it saw, or why it refused.</summary>
internal sealed record ApiAnswer(
    IReadOnlyList<string> Audiences, IReadOnlyList<string> Scopes, string? Subject, string? Error, string? Reason);
