namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>A token as the model remembers it.</summary>
internal sealed class ModelToken
{
    public required string Id { get; init; }

    public required string? Audience { get; init; }

    public required HashSet<string> Asked { get; init; }

    /// <summary>What it is good for; none when nobody ever named a scope.</summary>
    public required HashSet<string>? Granted { get; init; }

    /// <summary>Until when what was asked for and not granted is not asked for again; none means while it lasts.</summary>
    public long? RefusedUntil { get; set; }

    /// <summary>When it was obtained; none when nobody knows.</summary>
    public long? ObtainedAt { get; init; }

    public required long ExpiresAt { get; init; }

    public required long UsedAt { get; set; }

    public int ScopeCount => Granted?.Count ?? 0;

    public bool Covers(IEnumerable<string> scopes) => scopes.All(scope => Granted?.Contains(scope) == true);

    public string[] Missing(IEnumerable<string> scopes) => [.. scopes.Where(scope => Granted?.Contains(scope) != true)];
}
