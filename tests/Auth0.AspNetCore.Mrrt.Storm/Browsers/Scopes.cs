namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Sets of scopes as texts separated by spaces.</summary>
internal static class Scopes
{
    public static string[] Missing(string granted, string needed) =>
        [.. Split(needed).Except(Split(granted), StringComparer.Ordinal)];

    public static string Union(params IEnumerable<string?> scopes) =>
        string.Join(' ', scopes.SelectMany(scope => Split(scope)).Distinct(StringComparer.Ordinal));

    private static string[] Split(string? scopes) =>
        (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
