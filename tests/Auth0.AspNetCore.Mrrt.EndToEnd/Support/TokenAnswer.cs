namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What the application got when it asked for a token.</summary>
internal sealed record TokenAnswer(string? Token, string? Reason, int? StatusCode, string[] Scopes);
