namespace Quickstart;

/// <summary>What an API answers: the claims of the access token it accepted.</summary>
internal sealed record ApiAnswer(IReadOnlyList<string> Audiences, IReadOnlyList<string> Scopes, string? Subject);
